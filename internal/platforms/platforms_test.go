// Package platforms holds the program to the systems that it is not tested on.
package platforms

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/analysis/passes/assign"
	"golang.org/x/tools/go/analysis/passes/bools"
	"golang.org/x/tools/go/analysis/passes/copylock"
	"golang.org/x/tools/go/analysis/passes/errorsas"
	"golang.org/x/tools/go/analysis/passes/lostcancel"
	"golang.org/x/tools/go/analysis/passes/nilfunc"
	"golang.org/x/tools/go/analysis/passes/printf"
	"golang.org/x/tools/go/analysis/passes/shift"
	"golang.org/x/tools/go/analysis/passes/unreachable"
	"golang.org/x/tools/go/analysis/passes/unsafeptr"
	"golang.org/x/tools/go/analysis/passes/unusedresult"
	"golang.org/x/tools/go/packages"
)

// elsewhere are the systems that releases are made for and tests do not run on.
var elsewhere = []string{"windows/amd64", "darwin/arm64", "linux/loong64"}

// ofVet are the checks of `go vet` that a file of one system alone can fail.
var ofVet = []*analysis.Analyzer{assign.Analyzer, bools.Analyzer, copylock.Analyzer, errorsas.Analyzer, lostcancel.Analyzer, nilfunc.Analyzer,
	printf.Analyzer, shift.Analyzer, unreachable.Analyzer, unsafeptr.Analyzer, unusedresult.Analyzer}

// load reads packages as a system's compiler does. Of modules of others it reads what they declare, and no bodies: `go vet`,
// with GOOS, would compile every one of them first, which takes ten times as long.
func load(t *testing.T, system string, ours string, patterns ...string) []*packages.Package {
	t.Helper()
	goos, arch, _ := strings.Cut(system, "/")
	all, err := packages.Load(&packages.Config{
		Mode: packages.LoadAllSyntax | packages.NeedModule,
		Dir:  ours,
		Env:  append(os.Environ(), "GOOS="+goos, "GOARCH="+arch, "CGO_ENABLED=0"),
		ParseFile: func(set *token.FileSet, name string, src []byte) (*ast.File, error) {
			f, err := parser.ParseFile(set, name, src, parser.SkipObjectResolution|parser.ParseComments)
			if f == nil || strings.HasPrefix(name, ours+string(filepath.Separator)) {
				return f, err
			}
			for _, d := range f.Decls {
				if function, ok := d.(*ast.FuncDecl); ok {
					function.Body = nil
				}
			}
			return f, err
		},
	}, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	packages.Visit(all, nil, func(p *packages.Package) {
		if !slices.Contains(all, p) {
			p.Errors = nil // of bodies that are not there
		}
		p.IllTyped = len(p.Errors) > 0
	})
	return all
}

// faults are what the compiler or go vet would say.
func faults(t *testing.T, all []*packages.Package) (out []string) {
	t.Helper()
	for _, p := range all {
		for _, e := range p.Errors {
			out = append(out, e.Error())
		}
	}
	if len(out) > 0 {
		return out
	}
	graph, err := checker.Analyze(ofVet, all, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range graph.Roots {
		if a.Err != nil {
			out = append(out, a.Err.Error())
		}
		for _, d := range a.Diagnostics {
			out = append(out, a.Package.Fset.Position(d.Pos).String()+": "+d.Message)
		}
	}
	return out
}

// What differs between systems is in files that only one of them builds.
func TestElsewhere(t *testing.T) {
	ours, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, system := range elsewhere {
		all := load(t, system, ours, "./cmd/...", "./generator/...", "./internal/filelock", "./internal/removal")
		if len(all) < 80 {
			t.Errorf("%s: got %d packages, want those of the program", system, len(all))
		}
		for _, f := range faults(t, all) {
			t.Errorf("%s: %s", system, f)
		}
	}
}

// A fault of one system is not seen on another.
func TestElsewhereSeesFaults(t *testing.T) {
	ours := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module x\n", "a.go": "package x\n", "a_windows.go": "package x\n\nimport \"fmt\"\n\nfunc a() { fmt.Printf(\"%d\", \"a\") }\n",
		"a_darwin.go": "package x\n\nfunc a() int { return \"\" }\n"} {
		if err := os.WriteFile(filepath.Join(ours, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for system, want := range map[string]string{"windows/amd64": "wrong type", "darwin/arm64": "cannot use", "linux/loong64": ""} {
		got := strings.Join(faults(t, load(t, system, ours, ".")), "\n")
		if (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want a fault with %q", system, got, want)
		}
	}
}
