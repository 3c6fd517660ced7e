package jsonschema

import "testing"

func TestPrint(t *testing.T) {
	o := Object{{"type", "object"}, {"b", Object{{"z", []string{"<甲>"}}, {"a", nil}}}, {"allOf", []Object{{{"y", 1}, {"x", false}}}}, {"empty", Object{}}}
	for _, tc := range []struct {
		o    Object
		want string
	}{
		{o, `{
 "type": "object",
 "b": {
  "z": [
   "<甲>"
  ],
  "a": null
 },
 "allOf": [
  {
   "y": 1,
   "x": false
  }
 ],
 "empty": {}
}
`},
		{o.Sorted(), `{
 "allOf": [
  {
   "x": false,
   "y": 1
  }
 ],
 "b": {
  "a": null,
  "z": [
   "<甲>"
  ]
 },
 "empty": {},
 "type": "object"
}
`},
		{nil, "{}\n"},
	} {
		got, err := Print(tc.o, " ")
		if err != nil || string(got) != tc.want {
			t.Errorf("got %s(%v), want %s", got, err, tc.want)
		}
	}
	if o[0].Key() != "type" {
		t.Errorf("the first key became %q, want type as before", o[0].Key())
	}
	if out, err := Print(Object{{"a", func() {}}}, ""); err == nil {
		t.Errorf("a function is printed as %s, want an error", out)
	}
}

func TestSet(t *testing.T) {
	o := Object{{"a", 1}, {"b", 2}}
	o.Set("a", 3)
	o.Set("c", 4)
	if got, err := Print(o, ""); err != nil || string(got) != "{\n\"a\": 3,\n\"b\": 2,\n\"c\": 4\n}\n" {
		t.Errorf("got %s, %v", got, err)
	}
	if v, ok := o.Get("c"); v != 4 || !ok {
		t.Errorf("c is %v, %v, want 4", v, ok)
	}
	if v, ok := o.Get("d"); ok {
		t.Errorf("d is %v, want none", v)
	}
}
