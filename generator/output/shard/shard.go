// Package shard divides a build among processes that know nothing of each other, on one machine or many, and joins what
// they made.
//
// Each reads and checks the whole site, which is a small part of the work, and makes one part of its files: a run of
// neighbouring pages with the data beside them, and some of the files over all reports. A part is a folder like that of
// a site, whose manifest says which part of how many it is, by which program and of what it was made. Joining is a build that takes files from parts
// instead of making them; what depends on all pages (index of the search, checks of links, lists) it makes itself. So the
// bytes are those of a whole build, and no scheduler is needed: a task that was killed is run again.
package shard

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/diag"
)

// Shard is one part of a build. The zero value is the whole.
type Shard struct{ Number, Of int } // the first is 1

// Folder is where the parts of a site are kept that are given no other place, in the site's folder.
const Folder = ".gongkai/parts"

// most is how many parts there may be.
const most = 100_000

// IsZero reports whether s is the whole.
func (s Shard) IsZero() bool { return s == Shard{} }

// Has reports whether the i-th of n things, from 0, belongs to the part. Neighbours stay together.
func (s Shard) Has(i, n int) bool { return i*s.Of/n == s.Number-1 }

// Name is the name of the part's folder in Folder.
func (s Shard) Name() string { return fmt.Sprintf("%d-of-%d", s.Number, s.Of) }

// Folders lists the parts that are in Folder of a site.
func Folders(site string) ([]string, error) {
	dirs, err := filepath.Glob(filepath.Join(site, filepath.FromSlash(Folder), "*-of-*"))
	return slices.DeleteFunc(dirs, func(dir string) bool { return strings.HasPrefix(filepath.Base(dir), ".") }), err
}

// Error says why a build cannot be divided or joined.
type Error struct{ Message, Hint diag.Text }

func (e *Error) Error() string { return "shard: " + e.Message.EN }

// Parse reads K/N, auto, or auto/N; env gives the environment's variables.
func Parse(text string, env func(string) string) (Shard, error) {
	first, second, divided := strings.Cut(text, "/")
	var s Shard
	var err error
	if first == "auto" {
		s, err = fromEnvironment(env, divided)
	} else if s.Number, err = strconv.Atoi(first); err != nil || !divided {
		return Shard{}, malformed(text)
	}
	if err != nil {
		return Shard{}, err
	}
	if divided {
		if s.Of, err = strconv.Atoi(second); err != nil {
			return Shard{}, malformed(text)
		}
	}
	if s.Number < 1 || s.Of < 1 || s.Number > s.Of || s.Of > most {
		return Shard{}, &Error{diag.Textf("没有第 %[1]d 份：共 %[2]d 份", "there is no part %[1]d of %[2]d", s.Number, s.Of),
			diag.Textf("份数从 1 数起，最多 %d 份", "parts count from 1; there may be %d", most)}
	}
	return s, nil
}

func malformed(text string) error {
	return &Error{diag.Textf("--shard 的值不对：%s", "--shard does not take the value %s", text),
		diag.Textf("请写成 2/7（第 2 份，共 7 份），或 auto、auto/7", "write it like 2/7, the second part of seven, or auto, or auto/7")}
}

// fromEnvironment is the part that a scheduler gave this process. Where the count is given beside it, only the number counts.
func fromEnvironment(env func(string) string, counted bool) (Shard, error) {
	number := func(name string) (int, error) {
		n, err := strconv.Atoi(env(name))
		if err != nil {
			return 0, &Error{diag.Textf("环境变量 %s 不是数：%s", "the environment variable %s is not a number: %s", name, env(name)),
				diag.Textf("请用 --shard K/N 写明", "name the part with --shard K/N")}
		}
		return n, nil
	}
	switch {
	case env("SLURM_ARRAY_TASK_ID") != "":
		return slurm(number, counted)
	case env("JOB_COMPLETION_INDEX") != "": // from 0; Kubernetes does not tell how many there are
		n, err := number("JOB_COMPLETION_INDEX")
		if err == nil && !counted {
			err = &Error{diag.Textf("JOB_COMPLETION_INDEX 只说是第几份，没有说共几份", "JOB_COMPLETION_INDEX tells which part, not of how many"),
				diag.Textf("请写 --shard auto/N，N 与 Job 的 completions 相同", "write --shard auto/N, with N the completions of the Job")}
		}
		return Shard{Number: n + 1}, err
	case env("CI_NODE_INDEX") != "": // from 1
		n, err := number("CI_NODE_INDEX")
		if err != nil || counted {
			return Shard{Number: n}, err
		}
		of, err := number("CI_NODE_TOTAL")
		return Shard{n, of}, err
	}
	return Shard{}, &Error{diag.Textf("环境变量没有说明是第几份", "no environment variable says which part it is"),
		diag.Textf("auto 看 SLURM_ARRAY_TASK_ID、JOB_COMPLETION_INDEX、CI_NODE_INDEX；也可以用 --shard K/N 写明", "auto looks at SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX and CI_NODE_INDEX; or name the part with --shard K/N")}
}

// slurm reads the numbers of an array's task. An array of chosen numbers, such as one in which a killed task is run again, does not
// tell how many parts there are.
func slurm(number func(string) (int, error), counted bool) (Shard, error) {
	id, err := number("SLURM_ARRAY_TASK_ID")
	if err != nil || counted {
		return Shard{Number: id}, err
	}
	of, err := number("SLURM_ARRAY_TASK_COUNT")
	if err != nil {
		return Shard{}, err
	}
	last, err := number("SLURM_ARRAY_TASK_MAX")
	if err != nil {
		return Shard{}, err
	}
	if first := last - of + 1; first != 0 && first != 1 || id < first || id > last {
		return Shard{}, &Error{diag.Textf("这个 Slurm 数组不是 1-N 或 0-N，看不出共几份", "this Slurm array is not 1-N or 0-N: it does not tell how many parts there are"),
			diag.Textf("请写 --shard auto/N，任务从 1 编号", "write --shard auto/N, with tasks that are numbered from 1")}
	}
	return Shard{id - (last - of), of}, nil
}
