package shard_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/generator/output"
	"gongkai/generator/output/shard"
)

func TestParse(t *testing.T) {
	slurm := func(id, count, last string) map[string]string {
		return map[string]string{"SLURM_ARRAY_TASK_ID": id, "SLURM_ARRAY_TASK_COUNT": count, "SLURM_ARRAY_TASK_MAX": last}
	}
	for _, c := range []struct {
		text string
		env  map[string]string
		want string // the part, or words of the error
	}{
		{"2/7", nil, "2/7"},
		{"1/1", nil, "1/1"},
		{"0/7", nil, "no part 0 of 7"},
		{"8/7", nil, "no part 8 of 7"},
		{"2", nil, "does not take the value 2"},
		{"a/7", nil, "does not take"},
		{"2/x", nil, "does not take"},
		{"", nil, "does not take"},
		{"auto", nil, "no environment variable"},
		{"auto", slurm("1", "7", "7"), "1/7"},
		{"auto", slurm("7", "7", "7"), "7/7"},
		{"auto", slurm("0", "7", "6"), "1/7"},
		{"auto", slurm("6", "7", "6"), "7/7"},
		{"auto", slurm("3", "1", "3"), "not 1-N or 0-N"}, // a task that is run again alone
		{"auto", slurm("13", "3", "15"), "not 1-N or 0-N"},
		{"auto/7", slurm("3", "1", "3"), "3/7"},
		{"auto", slurm("x", "7", "7"), "SLURM_ARRAY_TASK_ID is not a number"},
		{"auto", slurm("1", "", "7"), "SLURM_ARRAY_TASK_COUNT is not a number"},
		{"auto", map[string]string{"JOB_COMPLETION_INDEX": "0"}, "not of how many"},
		{"auto/7", map[string]string{"JOB_COMPLETION_INDEX": "0"}, "1/7"},
		{"auto/7", map[string]string{"JOB_COMPLETION_INDEX": "6"}, "7/7"},
		{"auto/7", map[string]string{"JOB_COMPLETION_INDEX": "7"}, "no part 8 of 7"},
		{"auto", map[string]string{"CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "3"}, "2/3"},
		{"auto", map[string]string{"CI_NODE_INDEX": "2"}, "CI_NODE_TOTAL is not a number"},
	} {
		s, err := shard.Parse(c.text, func(name string) string { return c.env[name] })
		got := fmt.Sprintf("%d/%d", s.Number, s.Of)
		if err != nil {
			got = err.Error()
		}
		if err == nil && got != c.want || !strings.Contains(got, c.want) {
			t.Errorf("%s with %v: got %s, want %s", c.text, c.env, got, c.want)
		}
	}
}

// Every thing belongs to one part, and no part has more than one more than its share.
func TestHas(t *testing.T) {
	for of := 1; of < 9; of++ {
		for n := range 40 {
			sizes := make([]int, of)
			for i := range n {
				owners := 0
				for k := range of {
					if (shard.Shard{Number: k + 1, Of: of}).Has(i, n) {
						owners++
						sizes[k]++
					}
				}
				if owners != 1 {
					t.Fatalf("thing %d of %d has %d of %d parts, want one", i, n, owners, of)
				}
			}
			for _, size := range sizes {
				if size > n/of+1 {
					t.Errorf("%d things in %d parts: got sizes %v", n, of, sizes)
				}
			}
		}
	}
}

// part writes a part with a file.
func part(t *testing.T, dir string, p *output.Part, files ...string) string {
	t.Helper()
	d, err := output.NewDisk(context.Background(), dir, output.Options{Generator: "gongkai test", Part: p})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if err := d.Write(output.File{Path: f, Data: []byte("text of " + f)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestOpen(t *testing.T) {
	top := t.TempDir()
	piece := func(name string, number, of int, program, site string, files ...string) string {
		return part(t, filepath.Join(top, name), &output.Part{Number: number, Of: of, Program: program, Site: site}, files...)
	}
	one, two := piece("one", 1, 2, "p", "s", "a.html"), piece("two", 2, 2, "p", "s", "b.html")
	whole := part(t, filepath.Join(top, "whole"), nil, "a.html")
	for name, c := range map[string]struct {
		dirs []string
		want string
	}{
		"both":               {[]string{two, one}, ""},
		"one is missing":     {[]string{one}, "part 2 of 2 is missing"},
		"none":               {nil, "part 1 of 1 is missing"},
		"one is there twice": {[]string{one, two, piece("again", 1, 2, "p", "s", "a.html")}, "part 1 is there twice"},
		"another program":    {[]string{one, piece("program", 2, 2, "q", "s", "b.html")}, "another version of the program"},
		"another site":       {[]string{one, piece("site", 2, 2, "p", "t", "b.html")}, "another state of the site"},
		"of more parts":      {[]string{one, piece("more", 2, 3, "p", "s", "b.html")}, "one of 3 parts, those before it one of 2"},
		"no such part":       {[]string{piece("number", 3, 2, "p", "s", "b.html")}, "part 3 of 2, which there is not"},
		"a file twice":       {[]string{one, piece("twice", 2, 2, "p", "s", "a.html")}, "a.html is in both"},
		"a whole site":       {[]string{whole}, "was not made by gongkai build --shard"},
		"no folder":          {[]string{filepath.Join(top, "nowhere")}, "was not made by gongkai build --shard"},
	} {
		p, err := shard.Open(c.dirs, "p", "s")
		if err == nil {
			p.Close()
		}
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
	list := filepath.Join(two, output.ManifestName)
	data, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(list, []byte(strings.Replace(string(data), "b.html", "c.html", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := shard.Open([]string{one, two}, "p", "s"); err == nil || !strings.Contains(err.Error(), "was not made by") {
		t.Errorf("a manifest that was changed: got %v, want that it is none of ours", err)
	}
}

// A file that is not as it was made cannot be read to its end, in either way.
func TestDamagedFile(t *testing.T) {
	dir := part(t, filepath.Join(t.TempDir(), "one"), &output.Part{Number: 1, Of: 1, Program: "p", Site: "s"}, "a.html", "b.html")
	p, err := shard.Open([]string{dir}, "p", "s")
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if data, err := p.Read("a.html"); err != nil || string(data) != "text of a.html" {
		t.Errorf("got %q (%v), want the text", data, err)
	}
	if left := p.Left(); len(left) != 1 || left[0].Path != "b.html" {
		t.Errorf("left: got %v, want b.html", left)
	}
	if err := os.WriteFile(filepath.Join(dir, "a.html"), []byte("text of A.html"), 0o644); err != nil {
		t.Fatal(err)
	}
	var e *shard.Error
	if _, err := p.Read("a.html"); !errors.As(err, &e) {
		t.Errorf("got %v, want an error of the part", err)
	}
	r, err := p.Open("a.html")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := io.Copy(io.Discard, r); !errors.As(err, &e) {
		t.Errorf("got %v, want an error of the part", err)
	}
	if _, err := p.Read("c.html"); !errors.As(err, &e) {
		t.Errorf("got %v, want that no part has it", err)
	}
}
