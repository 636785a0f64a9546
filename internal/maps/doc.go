// Package maps reads the map files that an office drops into the folder "maps" of
// its data folder: GeoJSON and PMTiles. It judges each by its content, names what
// is wrong with one, and opens the others for reading in ranges. It never writes,
// never follows a link out of the folder, and never fails because of one file.
// Start at [Folder].
package maps
