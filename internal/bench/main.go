// Command bench builds made-up sites of a given size with gongkai and with Hugo, in turn, and prints what each took as a
// table: `make bench-hugo`. Before it measures it compares what both made, page by page.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"gongkai/internal/bench/corpus"
)

func main() {
	var s setting
	sizes := flag.String("reports", "1000,10000", "how many reports, several sizes with commas")
	flag.StringVar(&s.gongkai, "gongkai", "bin/gongkai", "the command to measure")
	flag.StringVar(&s.hugo, "hugo", "bin/hugo", "the Hugo to measure it against")
	flag.StringVar(&s.before, "before", "", "another gongkai to measure too, such as one of an earlier commit")
	flag.StringVar(&s.dir, "dir", "", "where the corpora are kept from one run to the next (default: a temporary folder)")
	flag.IntVar(&s.rounds, "rounds", 5, "how often each is built")
	flag.BoolVar(&s.all, "all", true, "measure gongkai with every output on too")
	drawing := flag.String("plot", "", "draw the table of results in docs/performance.md into this file, and measure nothing")
	flag.Parse()
	if *drawing != "" {
		if err := draw("docs/performance.md", *drawing); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	if err := s.run(context.Background(), strings.Split(*sizes, ",")); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

type setting struct {
	gongkai, hugo, before, dir string
	rounds                     int
	all                        bool
}

func (s *setting) run(ctx context.Context, sizes []string) error {
	if s.dir == "" {
		dir, err := os.MkdirTemp("", "gongkai-bench-*")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		s.dir = dir
	}
	var err error
	if s.dir, err = filepath.Abs(s.dir); err != nil {
		return err
	}
	for _, tool := range []string{s.gongkai, s.hugo} {
		out, err := exec.CommandContext(ctx, tool, "version").Output()
		if err != nil {
			return fmt.Errorf("%s version: %w", tool, err)
		}
		fmt.Println(strings.TrimSpace(string(out)))
	}
	fmt.Printf("%s, %s/%s, %d processors\n\n%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), head)
	for _, size := range sizes {
		n, err := strconv.Atoi(strings.TrimSpace(size))
		if err != nil {
			return err
		}
		if err := s.size(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// size measures one size and prints its lines of the table.
func (s *setting) size(ctx context.Context, reports int) error {
	site, err := s.corpus(reports)
	if err != nil {
		return err
	}
	theirs := filepath.Join(s.dir, "hugo-"+strconv.Itoa(reports))
	if err := os.RemoveAll(theirs); err != nil {
		return err
	}
	defer os.RemoveAll(theirs)
	if err := s.fair(ctx, site, theirs); err != nil {
		return err
	}
	builds := []build{s.ours("gongkai", s.gongkai, site), s.theirs(theirs)}
	if s.before != "" {
		builds = append(builds, s.ours("gongkai before", s.before, site))
	}
	if s.all {
		whole, err := everything(site, filepath.Join(s.dir, "all-"+strconv.Itoa(reports)))
		if err != nil {
			return err
		}
		defer os.RemoveAll(whole)
		builds = append(builds, s.ours("gongkai, every output", s.gongkai, whole))
	}
	runs, err := race(ctx, builds, s.rounds, s.dir, func(line string) { fmt.Fprintln(os.Stderr, line) })
	if err != nil {
		return err
	}
	for i, b := range builds {
		reference := runs[1]
		if i == 1 {
			reference = nil
		}
		fmt.Println(row(b.name, reports, runs[i], reference))
	}
	return nil
}

// corpus makes the corpus of a size, or takes that of an earlier run.
func (s *setting) corpus(reports int) (string, error) {
	site := filepath.Join(s.dir, "corpus-"+strconv.Itoa(reports))
	if _, err := os.Stat(site); err == nil {
		return site, nil
	}
	half := site + ".unfinished"
	if err := os.RemoveAll(half); err != nil {
		return "", err
	}
	if err := corpus.Write(half, reports); err != nil {
		return "", err
	}
	return site, os.Rename(half, site)
}

// fair builds with both, and compares.
func (s *setting) fair(ctx context.Context, site, theirs string) error {
	out := filepath.Join(s.dir, "compared")
	defer os.RemoveAll(out)
	ours := filepath.Join(out, "gongkai")
	if _, err := measure(ctx, s.ours("gongkai", s.gongkai, site), ours); err != nil {
		return err
	}
	if err := prepare(theirs, site, filepath.Join(ours, "agency000000", "reports", strconv.Itoa(corpus.FirstYear), "index.html")); err != nil {
		return err
	}
	if _, err := measure(ctx, s.theirs(theirs), filepath.Join(out, "hugo")); err != nil {
		return err
	}
	return compare(ours, filepath.Join(out, "hugo"))
}

// everything is the site of a corpus with the outputs that are on by default, all of them.
func everything(site, into string) (string, error) {
	if err := os.RemoveAll(into); err != nil {
		return "", err
	}
	if err := os.CopyFS(into, os.DirFS(site)); err != nil {
		return "", err
	}
	config, err := os.ReadFile(filepath.Join(site, "gongkai.yaml"))
	if err != nil {
		return "", err
	}
	before, _, _ := strings.Cut(string(config), "outputs:")
	return into, os.WriteFile(filepath.Join(into, "gongkai.yaml"), []byte(before), 0o644)
}

func (s *setting) ours(name, command, site string) build {
	return build{name, func(out string) []string { return []string{command, "build", "--site", site, "--out", out} }}
}

func (s *setting) theirs(site string) build {
	return build{"Hugo", func(out string) []string {
		return []string{s.hugo, "--source", site, "--destination", out, "--noBuildLock", "--quiet"}
	}}
}
