// Package pack loads a pack: everything that belongs to one province, as
// versioned data. Areas and units with their life and lineage, roles, dated
// vocabularies, settings, words and name lists all come from here; the code
// knows no province.
//
// A pack is a folder (any fs.FS):
//
//	pack.yaml           name, version, title, partition, time zone, languages, attribution
//	areas/*.csv         tables of areas, one row an area; three file names are special:
//	areas/lineage.csv   what became what, read both ways
//	areas/within.csv    former parents by date
//	areas/points.csv    centre points
//	units.yaml roles.yaml settings.yaml words.yaml names.yaml
//	import.yaml         how offices name the columns of their lists; may be left out
//	vocabularies.yaml   and any vocabularies/*.yaml
//	forms/*.yaml        forms, each file one version of one form; see docs/forms.md
//	media/*             recordings and pictures that forms name
//	geo/*.geojson       shapes for the map, read by others
//
// [Load] reads all of it and refuses the whole pack when anything is wrong: a
// half-loaded pack would show half a province. [Check] says the same and more,
// for people who edit packs. Every [Problem] names the file, the line, the
// column, what is wrong and what to do, in Vietnamese and English.
//
// This package touches nothing but the fs.FS it is given, keeps no state and
// writes nothing. It must not import storage or transport packages.
package pack
