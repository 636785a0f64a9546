package form

import "cel.dev/cel-go/cel"

// Cost of an expression among a form's outermost questions.
func Cost(f *Form, source string) (int, error) {
	env, err := cel.NewEnv(functionOptions()...)
	if err != nil {
		return 0, err
	}
	parsed, issues := env.Parse(source)
	if issues.Err() != nil {
		return 0, issues.Err()
	}
	s := &survey{form: f, visible: f.visible(&question{})}
	cost := s.look(parsed.NativeRep().Expr(), nil).cost
	if s.problem != nil {
		panic(s.problem)
	}
	return cost, nil
}
