// Package geojson walks the coordinates of GeoJSON geometries (RFC 7946) and says
// what is wrong with one. It knows no files, keeps nothing and makes no shapes.
// Start at [Each].
package geojson
