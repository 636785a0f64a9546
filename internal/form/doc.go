// Package form is how a form is declared and worked: questions with conditions,
// checks and calculations in CEL, in the languages of a pack.
//
// [Open] takes a [Declaration] and refuses it with every [Problem] that it has:
// names, choices, labels, expressions that don't compile, circles, expressions
// that could cost too much. What it gives, a [Form], says for any answers which
// questions are asked, what is calculated and what is wrong ([Form.Evaluate]),
// and what a server must not accept ([Form.Admit]).
//
// The web app does the same in web/src/core/form; both run the vectors in
// testdata/form. docs/forms.md is for people who write forms.
//
// It is pure: no files, no clock. It reads no YAML (package pack does) and no
// workbooks (package xlsform does). Start with form.go, then evaluate.go.
package form
