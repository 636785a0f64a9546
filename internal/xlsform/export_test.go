package xlsform

// known are the questions that the translations of the tests ask for; x and y
// are in the rows of p.
var known = map[string]sort{"n": whole, "d": decimal, "t": text, "on": day, "s": codes, "yn": yesNo, "g": place, "p": rows, "x": whole, "y": decimal}

func testScope() scope {
	return scope{self: "n",
		sortOf: func(name string) (sort, bool) { k, ok := known[name]; return k, ok },
		repeat: func(name string) string {
			if name == "x" || name == "y" {
				return "p"
			}
			return ""
		}}
}

// ToCEL translates an expression of XPath over the known questions.
func ToCEL(source string) (string, error) {
	t, _, err := toCEL(source, testScope())
	if err != nil {
		return "", err
	}
	return celText(t), nil
}

// ToXPath translates an expression of CEL over the known questions.
func ToXPath(source string) (string, error) {
	out, _, err := toXPath(source, testScope())
	return out, err
}
