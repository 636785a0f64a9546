package pack

import "regexp"

const (
	wordFile = "words.yaml"
	nameFile = "names.yaml"
)

var wordKeyPattern = regexp.MustCompile(`^[a-z0-9_]+(\.[a-z0-9_-]+)*$`)

func (l *loader) loadWords(p *Pack) {
	p.Words = map[string]Text{}
	o, ok := l.root(wordFile)
	if !ok {
		return
	}
	words, ok := o.get("words", true)
	o.done()
	if !ok {
		return
	}
	w, ok := l.object(wordFile, words, "words")
	if !ok {
		return
	}
	for i := 0; i+1 < len(words.Content); i += 2 {
		key := words.Content[i]
		if !wordKeyPattern.MatchString(key.Value) {
			l.add(nodeAt(wordFile, key), "word.key", "words", "value", key.Value)
		}
		p.Words[key.Value] = w.text(key.Value, true)
	}
}

func (l *loader) loadNames(p *Pack) {
	o, ok := l.root(nameFile)
	if !ok {
		return
	}
	p.Names = Names{
		Family:        o.strings("family", true),
		MiddleMale:    o.strings("middle_male", true),
		MiddleFemale:  o.strings("middle_female", true),
		GivenMale:     o.strings("given_male", true),
		GivenFemale:   o.strings("given_female", true),
		VillageFirst:  o.strings("village_first", true),
		VillageSecond: o.strings("village_second", true),
	}
	o.done()
}
