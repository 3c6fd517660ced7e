package generator

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"gongkai/generator/diag"
)

// An update leaves the snapshot before it alone: pages of it that are made during the
// update are what they were before, and the race detector sees who writes to what they
// are made from. -histories and -seed choose how many histories of edits, and which.
func TestSnapshotsOutliveUpdates(t *testing.T) {
	for n := range *histories {
		t.Run(fmt.Sprint(*seed+uint64(n)), func(t *testing.T) {
			t.Parallel()
			h := newEditing(t, *seed+uint64(n))
			pick := rand.New(rand.NewPCG(*seed+uint64(n), 8)) // so that the edits are those of the other test
			for step := range 30 {
				if !h.outlives(step, pick) {
					t.Logf("the history:\n%s", strings.Join(h.said, "\n"))
					return
				}
			}
		})
	}
}

// outlives makes a few pages of the last snapshot, then edits, and makes the pages again
// while the preview is updated.
func (h *editing) outlives(n int, pick *rand.Rand) bool {
	s := h.preview.Snapshot()
	var names []string
	for _, p := range s.state.Site.Pages() {
		names = append(names, p.Path)
	}
	pick.Shuffle(len(names), func(i, k int) { names[i], names[k] = names[k], names[i] })
	names = names[:min(len(names), 3)]
	render := func() (pages []string) {
		for _, name := range names {
			page, err := s.Render(name)
			pages = append(pages, fmt.Sprintf("%s (error: %v)", bytes.TrimSpace(page), err))
		}
		return pages
	}
	before, findings := render(), s.Findings().Slice()

	h.edits(n)
	during := make(chan []string)
	go func() { during <- render() }()
	_, err := h.update()
	h.said = append(h.said, fmt.Sprintf("%d: updated, error: %v", n, err))
	after := <-during
	for i, name := range names {
		if after[i] != before[i] {
			h.Errorf("step %d: during an update %s is\n%s\nwant what it was before\n%s", n, name, after[i], before[i])
			return false
		}
	}
	if got := s.Findings().Slice(); !diag.Equal(got, findings) {
		h.Errorf("step %d: after an update the snapshot before it has the findings\n%+v\nwant\n%+v", n, got, findings)
		return false
	}
	return true
}
