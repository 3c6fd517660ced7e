package acceptance

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// results waits until a search for all words of a text is over, and tells what is found.
func results(d driver, address string) (found searched, err error) {
	at, err := d.address()
	if err != nil {
		return searched{}, err
	}
	if !strings.HasSuffix(at, address) {
		return searched{}, fmt.Errorf("the address is %s, want one that ends in %s", at, address)
	}
	answer, err := d.script(settled + `.then(found => JSON.stringify(found))`)
	if err == nil {
		err = json.Unmarshal([]byte(answer), &found)
	}
	if err == nil && len(found.Paths) == 0 {
		err = errors.New("nothing is found")
	}
	return found, err
}

// TestSearchFromDisk searches the site, opened from a disk, in three browsers as a reader does:
// from the field of the home page, with a filter, one step back, and by an old link.
func TestSearchFromDisk(t *testing.T) {
	for name, open := range map[string]func(*testing.T) driver{
		"Chromium":  func(t *testing.T) driver { return chromiumDriver{newTab(t)} },
		"Firefox":   func(t *testing.T) driver { return firefox(t, true) },
		"WebKitGTK": func(t *testing.T) driver { return webkit(t) },
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			done := func(err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
			}
			arrived := func(address string) (found searched) {
				t.Helper()
				await(t, "the search does not arrive", func() (err error) { found, err = results(d, address); return err })
				return found
			}
			word := url.QueryEscape("务服")

			done(d.open(example.url("index.html")))
			// A browser that is let off what holds for files of a disk proves nothing.
			got, err := d.script(`fetch("manifest.json").then(() => "read", () => "refused")`)
			if done(err); got != "refused" {
				t.Fatalf("a page on the disk reads another file of it: %s", got)
			}
			done(d.fill(`#home\.q`, "务服"))
			done(d.press(`.home-search button`))
			all := arrived("/search/index.html#q=" + word)
			if len(all.Paths) < 5 || slices.ContainsFunc(all.Marks, func(m string) bool { return m != "务服" }) {
				t.Fatalf("found %+v, want 5 pages at least, 务服 marked", all)
			}

			if _, err := d.script(`document.getElementById("search.year").value = "2023"`); err != nil {
				t.Fatal(err)
			}
			_, err = d.script(waiting)
			done(err)
			done(d.press(`.search-form button`))
			year := arrived("/search/index.html#q=" + word + "&year=2023")
			if len(year.Paths) >= len(all.Paths) || slices.ContainsFunc(year.Paths, func(p string) bool { return !slices.Contains(all.Paths, p) }) {
				t.Errorf("of 2023 are %v, want a part of %v", year.Paths, all.Paths)
			}
			_, err = d.script(waiting)
			done(err)
			done(d.back())
			if back := arrived("/search/index.html#q=" + word); !slices.Equal(back.Paths, all.Paths) {
				t.Errorf("one step back are %v, want %v", back.Paths, all.Paths)
			}
			done(d.open(example.url("search/index.html") + "?q=" + word + "&year=2023"))
			if old := arrived("?q=" + word + "&year=2023"); !slices.Equal(old.Paths, year.Paths) {
				t.Errorf("an old link finds %v, want %v", old.Paths, year.Paths)
			}

			// Large text goes with the reader.
			large := func(where string) {
				t.Helper()
				await(t, where, func() error {
					size, err := d.script(`"" + (` + textSize + ` >= 23)`)
					if err == nil && size != "true" {
						err = errors.New("the text is not large")
					}
					return err
				})
			}
			done(d.press(`.text-size .enlarge`))
			large("the page of results")
			done(d.press(`#search\.results h3 a`))
			await(t, "the report does not open", func() error {
				at, err := d.address()
				if err == nil && strings.Contains(at, "/search/") {
					err = errors.New(at)
				}
				return err
			})
			large("a page that was found")
			done(d.fill(`#page\.search`, "务服"))
			done(d.press(`.site-search button`))
			await(t, "a second search", func() error {
				_, err := d.script(settled + `.then(() => "")`)
				return err
			})
			large("the page of results, again")
		})
	}
}

// Without scripts the field of Firefox leads to the page that says so, also on a disk.
func TestSearchFromDiskWithoutScripts(t *testing.T) {
	d := firefox(t, false)
	for _, err := range []error{d.open(example.url("index.html")), d.fill(`#home\.q`, "x"), d.press(`.home-search button`)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	await(t, "the form leads nowhere", func() error {
		at, err := d.address()
		if err == nil && !strings.HasSuffix(at, "/search/index.html?q=x") {
			err = errors.New(at)
		}
		return err
	})
	for _, css := range []string{".search-noscript", `main a[href="../sitemap/index.html"]`} {
		if _, err := d.find(css); err != nil {
			t.Error(err)
		}
	}
}
