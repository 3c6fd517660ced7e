package commits

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// last is the subject of the last commit that was made before subjects were held to their
// form. It is looked up by its words: its name would be another after a rebase.
const last = "An error's kind is looked up by slices.Contains; a published report that is gone fails its test"

type commit struct{ name, author, subject string }

// history is what is known of the commits of a repository.
type history struct {
	commits []commit // to be held to the form
	missing string   // why there are none to look at; "" where there is a history
}

func git(dir string, args ...string) (string, error) {
	// A clone that another user made is read all the same.
	c := exec.Command("git", append([]string{"-c", "safe.directory=*", "-C", dir}, args...)...)
	out, err := c.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("git %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out)), nil
}

// commitsSince lists the commits after the one with the subject last, by the authors of those
// up to it: programs that merge have subjects of their own. A clone without the beginning
// of the history is taken to begin after last where it does not have it.
func commitsSince(dir, last string) (h history, err error) {
	if _, err := os.Stat(filepath.Join(dir, ".git")); os.IsNotExist(err) {
		h.missing = "this is not a clone: there is no .git, so there are no subjects to look at"
		return h, nil
	}
	list := func(revisions ...string) (out []commit, err error) {
		text, err := git(dir, append([]string{"log", "--no-merges", "--format=%h%x09%an%x09%s"}, revisions...)...)
		for line := range strings.Lines(text) {
			f := strings.SplitN(strings.TrimSuffix(line, "\n"), "\t", 3)
			if len(f) != 3 {
				return nil, fmt.Errorf("git log: got the line %q, want a name, an author and a subject", line)
			}
			out = append(out, commit{f[0], f[1], f[2]})
		}
		return out, err
	}
	all, err := list("HEAD")
	if err != nil {
		return h, err
	}
	at := slices.IndexFunc(all, func(c commit) bool { return c.subject == last })
	if at < 0 {
		shallow, err := git(dir, "rev-parse", "--is-shallow-repository")
		if err == nil && shallow != "true" {
			err = fmt.Errorf("no commit has the subject %q, want the one after which subjects are held to their form", last)
		}
		h.commits = slices.DeleteFunc(all, func(c commit) bool { return strings.Contains(c.author, "bot") })
		return h, err
	}
	before, err := list(all[at].name)
	if err != nil {
		return h, err
	}
	after, err := list(all[at].name + "..HEAD")
	h.commits = slices.DeleteFunc(after, func(c commit) bool {
		return !slices.ContainsFunc(before, func(b commit) bool { return b.author == c.author })
	})
	return h, err
}

// Commits since last have subjects of the form that CONTRIBUTING.md asks for.
func TestSubjects(t *testing.T) {
	h, err := commitsSince("../..", last)
	if err != nil {
		t.Fatalf("got %v, want the commits", err)
	}
	if h.missing != "" {
		t.Skip(h.missing)
	}
	for _, c := range h.commits {
		if f := fault(c.subject); f != "" {
			t.Errorf("commit %s, %q: %s", c.name, c.subject, f)
		}
	}
	t.Logf("%d subjects", len(h.commits))
}

func TestCommitsSince(t *testing.T) {
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	dir := t.TempDir()
	run := func(args ...string) {
		t.Helper()
		if _, err := git(dir, args...); err != nil {
			t.Fatal(err)
		}
	}
	put := func(author, subject string) {
		t.Helper()
		run("-c", "user.name="+author, "-c", "user.email=x@example.org", "commit", "--allow-empty", "-q", "-m", subject)
	}
	check := func(what, dir string, missing bool, want ...string) {
		t.Helper()
		h, err := commitsSince(dir, "The last one")
		var got []string
		for _, c := range h.commits {
			got = append(got, c.subject)
		}
		if err != nil || !slices.Equal(got, want) || (h.missing != "") != missing {
			t.Errorf("%s: got %q, missing %q, error %v, want %q, missing: %v", what, got, h.missing, err, want, missing)
		}
	}
	check("no clone", dir, true)
	run("init", "-q")
	if _, err := commitsSince(dir, "The last one"); err == nil {
		t.Error("a repository without a commit: got no error, want one")
	}
	put("甲", "The first one")
	if _, err := commitsSince(dir, "The last one"); err == nil {
		t.Error("a history without the last one: got no error, want one")
	}
	put("乙", "The last one")
	check("nothing since", dir, false)
	put("甲", "Report a row")
	put("merger", "The work of others")
	put("乙", "Report a column")
	check("three since, one of an author who is new", dir, false, "Report a column", "Report a row")
	shallow := filepath.Join(t.TempDir(), "shallow")
	run("clone", "-q", "--depth", "1", "file://"+filepath.ToSlash(dir), shallow)
	check("a shallow clone", shallow, false, "Report a column")
}
