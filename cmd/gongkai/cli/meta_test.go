package cli

import "testing"

func TestVersionOf(t *testing.T) {
	for module, want := range map[string]string{
		"v1.2.0": "1.2.0", "v1.2.0-rc.1": "1.2.0-rc.1", "(devel)": unreleased, "": unreleased,
		"v0.0.0-20261130080000-0123456789ab": unreleased, "v1.2.1-0.20261130080000-0123456789ab": unreleased, "v1.2.0+dirty": unreleased,
	} {
		if got := VersionOf(module); got != want {
			t.Errorf("the module's version %q makes %s, want %s", module, got, want)
		}
	}
}
