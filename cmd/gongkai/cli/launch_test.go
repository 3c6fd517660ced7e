package cli

import "testing"

// A double click has no arguments and comes from Explorer; a command that is typed without any prints its help.
func TestLaunchOpensDesk(t *testing.T) {
	for _, c := range []struct {
		args     []string
		explorer bool
		want     bool
	}{{nil, true, true}, {nil, false, false}, {[]string{"build"}, true, false}, {[]string{"check"}, false, false}} {
		if got := (launch{c.args, c.explorer}).opensDesk(); got != c.want {
			t.Errorf("%v, from Explorer %t: got %t, want %t", c.args, c.explorer, got, c.want)
		}
	}
}

// The desk speaks the system's language where neither a flag nor the environment names one; other commands speak Chinese then.
func TestLaunchLanguage(t *testing.T) {
	english := func() string { return languageOf(0x0409) }
	for _, c := range []struct {
		args     []string
		explorer bool
		lang     string
		want     string
	}{
		{nil, true, "", "en"}, {[]string{"desk"}, false, "", "en"}, {[]string{"desk", "--lang=zh"}, false, "en_US.UTF-8", "zh"},
		{[]string{"desk"}, false, "zh_CN.UTF-8", "zh"}, {[]string{"build"}, false, "", "zh"}, {[]string{"build"}, false, "en_GB", "en"},
	} {
		env := func(name string) string { return map[string]string{"LANG": c.lang}[name] }
		if got := (launch{c.args, c.explorer}).language(env, english); got != c.want {
			t.Errorf("%v with LANG=%s: got %s, want %s", c.args, c.lang, got, c.want)
		}
	}
	for id, want := range map[uint16]string{0x0804: "zh", 0x0409: "en", 0x0809: "en", 0x0404: "zh", 0x0411: "zh"} {
		if got := languageOf(id); got != want {
			t.Errorf("%#x: got %s, want %s", id, got, want)
		}
	}
}
