package kind

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"bamban/internal/change"
)

// Into decodes a record's shown values into the struct that its kind was
// declared with. Keyed fields become maps. Fields that are not set are zero.
func Into[T any](k *Kind, s *change.State) (T, error) {
	var out T
	if err := fill(reflect.ValueOf(&out).Elem(), Values(k, s)); err != nil {
		return out, fmt.Errorf("read %s: %w", k.Name, err)
	}
	return out, nil
}

// Fields is the reverse of [Into] for a new record: the values of a struct that
// are not zero, as the fields of a change.
func Fields[T any](v T) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	rv := reflect.ValueOf(v)
	for i := range rv.NumField() {
		fv, name := rv.Field(i), fieldName(rv.Type().Field(i))
		switch {
		case fv.IsZero():
		case fv.Kind() == reflect.Map:
			for it := fv.MapRange(); it.Next(); {
				out[name+":"+it.Key().String()] = encode(it.Value())
			}
		default:
			out[name] = encode(fv)
		}
	}
	return out
}

func fieldName(sf reflect.StructField) string {
	name, _, _ := strings.Cut(sf.Tag.Get("f"), ",")
	return name
}

func isDeclared(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.NumField() > 0 && fieldName(t.Field(0)) != ""
}

func encode(v reflect.Value) json.RawMessage {
	switch {
	case isDeclared(v.Type()):
		object := map[string]json.RawMessage{}
		for i := range v.NumField() {
			if !v.Field(i).IsZero() {
				object[fieldName(v.Type().Field(i))] = encode(v.Field(i))
			}
		}
		return marshal(object)
	case v.Kind() == reflect.Slice && isDeclared(v.Type().Elem()):
		items := make([]json.RawMessage, v.Len())
		for i := range items {
			items[i] = encode(v.Index(i))
		}
		return marshal(items)
	}
	return marshal(v.Interface())
}

func marshal(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic("kind: " + err.Error()) // the types that goType admits always encode
	}
	return b
}

func fill(v reflect.Value, values map[string]json.RawMessage) error {
	for i := range v.NumField() {
		raw := values[fieldName(v.Type().Field(i))]
		if isNull(raw) {
			continue
		}
		if err := decode(v.Field(i), raw); err != nil {
			return fmt.Errorf("%s: %w", fieldName(v.Type().Field(i)), err)
		}
	}
	return nil
}

func decode(v reflect.Value, raw json.RawMessage) error {
	t := v.Type()
	switch {
	case isDeclared(t):
		var object map[string]json.RawMessage
		if err := json.Unmarshal(raw, &object); err != nil {
			return err
		}
		return fill(v, object)
	case t.Kind() == reflect.Slice && isDeclared(t.Elem()):
		var items []json.RawMessage
		if err := json.Unmarshal(raw, &items); err != nil {
			return err
		}
		v.Set(reflect.MakeSlice(t, len(items), len(items)))
		for i, item := range items {
			if err := decode(v.Index(i), item); err != nil {
				return err
			}
		}
		return nil
	case t.Kind() == reflect.Map:
		var object map[string]json.RawMessage
		if err := json.Unmarshal(raw, &object); err != nil {
			return err
		}
		v.Set(reflect.MakeMapWithSize(t, len(object)))
		for key, item := range object {
			element := reflect.New(t.Elem()).Elem()
			if err := decode(element, item); err != nil {
				return err
			}
			v.SetMapIndex(reflect.ValueOf(key), element)
		}
		return nil
	}
	return json.Unmarshal(raw, v.Addr().Interface())
}
