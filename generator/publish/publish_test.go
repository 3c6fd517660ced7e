package publish_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/output"
	"gongkai/generator/publish"
)

// targets are one of each kind.
func targets(t *testing.T) map[string]target {
	return map[string]target{
		"folder":                folderTarget(t),
		"sftp":                  sshTarget(t, startSSH(t, "").addr),
		"s3":                    startS3(t, false).target(t),
		"s3 over https":         startS3(t, true).target(t),
		"sftp without anything": sshTarget(t, startSSH(t, "-P posix-rename,hardlink,fsync,limits").addr),
	}
}

// A target ends as the site is, and only what changed is sent and removed.
func TestEveryKindOfTarget(t *testing.T) {
	for name, x := range targets(t) {
		t.Run(name, func(t *testing.T) {
			first, second := edition(1), edition(2)
			from := first.built(t)
			res := x.must(t, from)
			mustEqual(t, x.dir, first.with())
			if got, want := len(res.Send), len(first)+1; got != want || res.Sent != first.with().size() {
				t.Errorf("the first publish sent %d files and %d bytes, want %d and %d", got, res.Sent, want, first.with().size())
			}
			if res := x.must(t, from); len(res.Send)+len(res.Remove) > 0 || res.Unchanged != len(first)+1 || res.Sent != 0 {
				t.Errorf("the second sent %v and removed %v, want nothing", paths(res.Send), paths(res.Remove))
			}

			mine := filepath.Join(x.dir, "某局", "mine.html")
			if err := os.WriteFile(mine, []byte("not from us"), 0o644); err != nil {
				t.Fatal(err)
			}
			before := readTree(t, x.dir)
			dry := x.must(t, second.built(t), func(o *publish.Options) { o.DryRun = true })
			if after := readTree(t, x.dir); !maps.Equal(before, after) {
				t.Errorf("a dry run changed the target")
			}
			res = x.must(t, second.built(t))
			want := second.with()
			want["某局/mine.html"] = "not from us"
			mustEqual(t, x.dir, want)
			if !slices.Equal(paths(dry.Send), paths(res.Send)) || !slices.Equal(paths(dry.Remove), paths(res.Remove)) {
				t.Errorf("a dry run said %v, %v, but the publish sent %v and removed %v", paths(dry.Send), paths(dry.Remove), paths(res.Send), paths(res.Remove))
			}
			var changed []string
			for p, data := range second.with() {
				if first.with()[p] != data {
					changed = append(changed, p)
				}
			}
			slices.Sort(changed)
			sent := slices.Sorted(slices.Values(paths(res.Send)))
			if !slices.Equal(sent, changed) || !slices.Equal(paths(res.Remove), []string{"edition-1/a.html"}) {
				t.Errorf("sent %v, want %v; removed %v, want edition-1/a.html", sent, changed, paths(res.Remove))
			}
			if last := res.Send[len(res.Send)-1].Path; last != output.ManifestName {
				t.Errorf("the last that was sent is %s, want %s", last, output.ManifestName)
			}
			left, err := os.ReadDir(filepath.Join(x.dir, publish.Folder))
			if err != nil || len(left) != 1 || left[0].Name() != "record.json.gz" {
				t.Errorf("%s holds %v (%v), want the record alone", publish.Folder, left, err)
			}
		})
	}
}

// What somebody changed, cut short or deleted at the target is mended, whether or not its size is the same.
func TestChangedAtTheTarget(t *testing.T) {
	for name, x := range map[string]target{"folder": folderTarget(t), "s3": startS3(t, false).target(t)} {
		t.Run(name, func(t *testing.T) {
			site := edition(1)
			from := site.built(t)
			x.must(t, from)
			files{"index.html": strings.Repeat("x", len(site["index.html"])), "404.html": ""}.write(t, x.dir)
			if err := os.Remove(filepath.Join(x.dir, "data", "reports.csv")); err != nil {
				t.Fatal(err)
			}
			res := x.must(t, from, func(o *publish.Options) { o.Full = name == "s3" }) // on its disk nothing tells the store that a file was changed
			mustEqual(t, x.dir, site.with())
			if want := []string{"data/reports.csv", "404.html", "index.html"}; !slices.Equal(paths(res.Send), want) {
				t.Errorf("sent %v, want %v", paths(res.Send), want)
			}
		})
	}
}

// A target that says nothing, or something else, of itself: what is there is read, and what is the same is not sent.
func TestTargetWithoutRecord(t *testing.T) {
	site := edition(1)
	from := site.built(t)
	for name, spoil := range map[string]func(t *testing.T, dir string){
		"copied there by hand": func(t *testing.T, dir string) {
			if err := os.RemoveAll(filepath.Join(dir, publish.Folder)); err != nil {
				t.Fatal(err)
			}
		},
		"record of garbage": func(t *testing.T, dir string) {
			files{publish.Folder + "/record.json.gz": "garbage", publish.Folder + "/sending.json.gz": "\x1f\x8b garbage"}.write(t, dir)
		},
		"manifest that lies": func(t *testing.T, dir string) {
			lies := maps.Clone(site)
			lies["index.html"] = strings.Repeat("y", len(site["index.html"]))
			lies["某局/never.html"] = "never sent"
			files{output.ManifestName: lies.manifest(), "index.html": lies["index.html"]}.write(t, dir)
		},
		"no manifest": func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, output.ManifestName)); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			x := folderTarget(t)
			x.must(t, from)
			spoil(t, x.dir)
			res := x.must(t, from)
			mustEqual(t, x.dir, site.with())
			if len(res.Send) > 2 {
				t.Errorf("sent %v, want no more than what was spoilt", paths(res.Send))
			}
		})
	}
}

// A list of a target can name whatever it likes: nothing outside of the site is touched.
func TestTargetWhoseManifestLeadsAstray(t *testing.T) {
	x := folderTarget(t)
	outside := filepath.Join(filepath.Dir(x.dir), "outside.html")
	files{"outside.html": "outside", "www/theirs.html": "theirs", "www/changed.html": "changed since"}.write(t, filepath.Dir(x.dir))
	m := output.Manifest{Generator: "gongkai test"}
	for p, data := range map[string]string{"../outside.html": "outside", "/etc/passwd": "", "a/../../outside.html": "outside", `..\outside.html`: "outside",
		publish.Folder + "/lock": "", "changed.html": "as it was", "": "", "a\x00b": ""} {
		m.Files = append(m.Files, output.Entry{Path: p, Size: int64(len(data)), SHA256: sumOf(data)})
	}
	files{output.ManifestName: string(m.JSON())}.write(t, x.dir)
	res := x.must(t, edition(1).built(t))
	want := edition(1).with()
	want["theirs.html"], want["changed.html"] = "theirs", "changed since"
	mustEqual(t, x.dir, want)
	if _, err := os.Stat(outside); err != nil {
		t.Errorf("a file outside of the target is gone: %v", err)
	}
	if len(res.Remove) > 0 || !slices.Equal(res.Left, []string{"changed.html"}) {
		t.Errorf("removed %v and left %v, want nothing and changed.html", paths(res.Remove), res.Left)
	}
}

// Somebody else's file is not overwritten, and nothing else is sent.
func TestForeignFiles(t *testing.T) {
	x := folderTarget(t)
	theirs := files{"index.html": "theirs", "edition-1": "theirs, where a folder has to be", "other.html": "theirs"}
	theirs.write(t, x.dir)
	from := edition(1).built(t)
	_, err := x.run(t, from)
	refused(t, err, "edition-1, index.html", "--force")
	mustEqual(t, x.dir, theirs)
	if err := os.Remove(filepath.Join(x.dir, "edition-1")); err != nil {
		t.Fatal(err)
	}
	x.must(t, from, force)
	want := edition(1).with()
	want["other.html"] = "theirs"
	mustEqual(t, x.dir, want)
}

// Where more than half of the files would go, the folder is probably another site, or half built.
func TestMuchRemoved(t *testing.T) {
	x := folderTarget(t)
	large := edition(1)
	for i := range 40 {
		large[fmt.Sprintf("more/%d.html", i)] = "<p>"
	}
	x.must(t, large.built(t))
	small := files{"index.html": "<p>"}
	_, err := x.run(t, small.built(t))
	refused(t, err, "more than half", "--force")
	mustEqual(t, x.dir, large.with())
	x.must(t, small.built(t), force)
	mustEqual(t, x.dir, small.with())
	if entries, err := os.ReadDir(x.dir); err != nil || len(entries) != 3 {
		t.Errorf("the target has %v (%v), want no empty folders", entries, err)
	}
}

// A file becomes a folder, and a folder a file.
func TestFileAndFolderChangePlaces(t *testing.T) {
	for name, x := range map[string]target{"folder": folderTarget(t), "sftp": sshTarget(t, startSSH(t, "").addr), "s3": startS3(t, false).target(t)} {
		t.Run(name, func(t *testing.T) {
			first := files{"a": "file", "b/c/d.html": "<p>", "index.html": "<p>"}
			second := files{"a/x.html": "<p>", "b/c": "file", "index.html": "<p>"}
			x.must(t, first.built(t))
			x.must(t, second.built(t))
			mustEqual(t, x.dir, second.with())
		})
	}
}

// The folder has to be what its manifest says.
func TestFolderIsNotItsManifest(t *testing.T) {
	x := folderTarget(t)
	from := edition(1).built(t)
	files{"index.html": strings.Repeat("x", len(edition(1)["index.html"])), "mine.html": "mine"}.write(t, from)
	if err := os.Remove(filepath.Join(from, "404.html")); err != nil {
		t.Fatal(err)
	}
	_, err := x.run(t, from)
	refused(t, err, "404.html (missing), index.html (changed)")
	if _, err := os.Stat(x.dir); err == nil {
		t.Error("the target was made, though nothing is published")
	}
	res := x.must(t, func() string { edition(1).write(t, from); return from }())
	if !slices.Equal(res.Foreign, []string{"mine.html"}) {
		t.Errorf("the foreign files are %v, want mine.html", res.Foreign)
	}
	mustEqual(t, x.dir, edition(1).with())

	_, err = x.run(t, t.TempDir())
	refused(t, err, "not a built site")
	bad := t.TempDir()
	files{output.ManifestName: `{"generator": "gongkai", "files": [{"path": "../x", "size": 0}, {"path": "` + publish.Folder + `/lock"}]}`}.write(t, bad)
	_, err = x.run(t, bad)
	refused(t, err, "../x (a name that cannot be)", publish.Folder+"/lock (a name")
}

// The signature of the manifest goes with it, though no manifest can list it, and is removed when the site has it no longer.
func TestSignature(t *testing.T) {
	x := folderTarget(t)
	from := edition(1).built(t)
	signed := edition(1).with()
	signed["manifest.json.minisig"] = "untrusted comment: signature"
	signed.write(t, from)
	res := x.must(t, from)
	mustEqual(t, x.dir, signed)
	if len(res.Foreign) > 0 {
		t.Errorf("%v are called foreign, want nothing", res.Foreign)
	}
	if res := x.must(t, from); len(res.Send) > 0 {
		t.Errorf("the second publish sent %v, want nothing", paths(res.Send))
	}
	if err := os.Remove(filepath.Join(from, "manifest.json.minisig")); err != nil {
		t.Fatal(err)
	}
	x.must(t, from)
	mustEqual(t, x.dir, edition(1).with())
}

// A build while the site is published is noticed.
func TestChangedMeanwhile(t *testing.T) {
	x := folderTarget(t)
	from := edition(1).built(t)
	_, err := publish.Run(t.Context(), func(ctx context.Context) (publish.Store, error) {
		files{"index.html": edition(2)["index.html"]}.write(t, from)
		return x.open(ctx)
	}, publish.Options{Folder: from, Target: x.dir})
	refused(t, err, "changed while it was published: index.html")
	if _, err := os.Stat(filepath.Join(x.dir, "index.html")); err == nil {
		t.Error("index.html was published, though it is not what the manifest says")
	}
	edition(1).write(t, from)
	x.must(t, from)
	mustEqual(t, x.dir, edition(1).with())
}

// A name that the target cannot hold is refused before anything is sent.
func TestNameTooLong(t *testing.T) {
	long := edition(1)
	name := strings.Repeat("长", 86) + "/index.html"
	m := long.manifest()
	from := long.built(t)
	// No folder can hold the name here either: the manifest of another system has it.
	files{output.ManifestName: strings.Replace(m, `{"path":"404.html"`, `{"path":"`+name+`","size":0,"type":"text/html","sha256":"","sm3":"","source":""},`+"\n"+`{"path":"404.html"`, 1)}.write(t, from)
	_, err := folderTarget(t).run(t, from)
	if err == nil {
		t.Fatal("a name of 258 bytes was published")
	}

	// 1,024 bytes are the limit of an object's key.
	deep := edition(1)
	deep[strings.Repeat("很深的文件夹/", 60)+"index.html"] = "<p>"
	x := startS3(t, false).target(t)
	_, err = x.run(t, deep.built(t))
	refused(t, err, "too long for the target", "nothing was changed")
	if _, err := os.Stat(x.dir); err == nil {
		t.Error("something was sent, though a name is too long")
	}
}

// Two runs do not mix: the second says who is at work, and a lock that nobody holds any more is removed on demand.
func TestLock(t *testing.T) {
	for name, x := range targets(t) {
		t.Run(name, func(t *testing.T) {
			from := edition(1).built(t)
			x.must(t, from)
			inside := func(o *publish.Options) {
				tried := false
				o.Progress = func(stage string, _, _ int) {
					if stage != "send" || tried {
						return
					}
					tried = true
					_, err := x.run(t, from)
					refused(t, err, "by test@host since", "--unlock")
				}
			}
			res := x.must(t, edition(2).built(t), inside)
			if len(res.Send) == 0 {
				t.Fatal("nothing was sent, so that nothing was tried")
			}
			lock := filepath.Join(x.dir, publish.Folder, "lock")
			if _, err := os.Stat(lock); err == nil {
				t.Error("the lock is still there")
			}
			// A run that was killed.
			left, err := json.Marshal(map[string]string{"id": "x", "owner": "王@other", "since": "2026-11-01T08:00:00Z"})
			if err != nil {
				t.Fatal(err)
			}
			s, err := x.open(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(s.Create(t.Context(), publish.Folder+"/lock", left), s.Close()); err != nil {
				t.Fatal(err)
			}
			_, err = x.run(t, from)
			refused(t, err, "王@other since 2026-11-01")
			x.must(t, from, unlock)
			mustEqual(t, x.dir, edition(1).with())
		})
	}
}

// A run that finds its lock taken over does not touch the site.
func TestLockTakenOver(t *testing.T) {
	x := folderTarget(t)
	x.must(t, edition(1).built(t))
	_, err := x.run(t, edition(2).built(t), func(o *publish.Options) {
		o.Progress = func(stage string, _, _ int) {
			if stage == "send" {
				files{publish.Folder + "/lock": `{"id": "another", "owner": "王@other"}`}.write(t, x.dir)
			}
		}
	})
	refused(t, err, "took", "王@other")
	mustEqual(t, x.dir, edition(1).with())
}

// cutStore is a store to which the connection is cut at some time.
type cutStore struct {
	publish.Store
	cut *bool
}

func (c cutStore) Read(ctx context.Context, name string) (*publish.Content, error) {
	if *c.cut {
		return nil, errors.New("cut")
	}
	return c.Store.Read(ctx, name)
}

// The lock of a run that failed on this machine is taken over without being asked for; on another it is not.
func TestLockOfOwnRun(t *testing.T) {
	x := folderTarget(t)
	memory := filepath.Join(t.TempDir(), "memory")
	from := edition(1).built(t)
	cut := false
	_, err := publish.Run(t.Context(), func(ctx context.Context) (publish.Store, error) {
		s, err := x.open(ctx)
		return cutStore{s, &cut}, err
	}, publish.Options{Folder: from, Target: x.dir, Memory: memory, Owner: "me", Progress: func(stage string, _, _ int) {
		cut = cut || stage == "send"
	}})
	if err == nil {
		t.Fatal("a run whose connection is cut succeeds")
	}
	_, err = x.run(t, from) // as on another machine
	refused(t, err, "by me since")
	x.must(t, from, func(o *publish.Options) { o.Memory = memory })
	mustEqual(t, x.dir, edition(1).with())
	if left, err := os.ReadDir(memory); err != nil || len(left) > 0 {
		t.Errorf("the machine remembers %v (%v) after a run that ended well, want nothing", left, err)
	}

	// One that was killed has a number that no process has any more.
	c := exec.Command("go", "version")
	if err := c.Run(); err != nil {
		t.Fatal(err)
	}
	for pid, taken := range map[int]bool{c.Process.Pid: true, os.Getpid(): false} {
		files{publish.Folder + "/lock": `{"id": "killed", "owner": "me"}`}.write(t, x.dir)
		sum := sumOf(x.dir)[:24]
		files{sum + ".json": fmt.Sprintf(`{"id": "killed", "pid": %d}`, pid)}.write(t, memory)
		_, err := x.run(t, from, func(o *publish.Options) { o.Memory = memory })
		if taken && err != nil {
			t.Errorf("the lock of a run that was killed: %v, want it taken over", err)
		}
		if !taken {
			refused(t, err, "by me since")
			if err := os.Remove(filepath.Join(x.dir, publish.Folder, "lock")); err != nil {
				t.Fatal(err)
			}
		}
	}

	// While a run is at work, its machine remembers it too, and another on the machine does not take its lock.
	tried := false
	x.must(t, edition(2).built(t), func(o *publish.Options) {
		o.Memory = memory
		o.Progress = func(stage string, _, _ int) {
			if stage == "send" && !tried {
				tried = true
				_, err := x.run(t, from, func(o *publish.Options) { o.Memory = memory })
				refused(t, err, "another run is publishing")
			}
		}
	})
	if !tried {
		t.Error("nothing was sent, so that nothing was tried")
	}
}

// What was interrupted is nobody else's: what it left is removed by a later run of another edition.
func TestInterruptedThenAnotherEdition(t *testing.T) {
	x := startS3(t, false).target(t)
	x.must(t, edition(1).built(t))
	ctx, cancel := context.WithCancel(t.Context())
	_, err := publish.Run(ctx, x.open, publish.Options{Folder: edition(2).built(t), Target: x.dir, Progress: func(stage string, done, _ int) {
		if stage == "send" {
			cancel() // when all parts are there, before the pages
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("the run that was interrupted says %v, want that it was canceled", err)
	}
	x.must(t, edition(3).built(t))
	mustEqual(t, x.dir, edition(3).with())
}
