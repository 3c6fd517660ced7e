package acceptance

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

type lighthouseReport struct {
	RuntimeError *struct{ Message string }
	Categories   map[string]struct {
		Score     float64
		AuditRefs []struct {
			ID     string
			Weight float64
		}
	}
	Audits map[string]struct {
		Score   *float64
		Title   string
		Display string `json:"displayValue"`
	}
	Environment struct{ BenchmarkIndex float64 }
}

// lighthouse measures a page with Google's Lighthouse, as a desk sees it, or a phone that
// is so many times slower than this machine.
func lighthouse(t *testing.T, url, device string, slowdown float64) *lighthouseReport {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.json")
	args := []string{module(t, "lighthouse/cli/index.js"), url, "--quiet", "--output=json", "--output-path=" + file,
		"--only-categories=accessibility,best-practices,seo,performance", "--chrome-flags=--headless=new --no-sandbox --disable-gpu"}
	if device == "desktop" {
		args = append(args, "--preset=desktop")
	} else {
		args = append(args, fmt.Sprintf("--throttling.cpuSlowdownMultiplier=%.2f", slowdown))
	}
	cmd := exec.Command(tool(t, "node"), args...)
	cmd.Env = append(os.Environ(), "CHROME_PATH="+tool(t, "chromium", "chromium-browser", "google-chrome"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("lighthouse: %v\n%s", err, out)
	}
	var r lighthouseReport
	if err := json.Unmarshal([]byte(readFile(t, file)), &r); err != nil {
		t.Fatal(err)
	}
	if r.RuntimeError != nil && r.RuntimeError.Message != "" {
		t.Fatal(r.RuntimeError.Message)
	}
	return &r
}

// lost names the audits that cost a category points.
func (r *lighthouseReport) lost(category string) string {
	var out []string
	for _, ref := range r.Categories[category].AuditRefs {
		if a := r.Audits[ref.ID]; ref.Weight > 0 && a.Score != nil && *a.Score < 1 {
			out = append(out, a.Title+" "+a.Display)
		}
	}
	return strings.Join(out, "; ")
}

// phone is how fast the phone is that Lighthouse imitates, by its own measure: a quarter
// of a good desktop's 1,750. It slows down whatever it runs on four times, so that it has
// to be told how much this machine, as busy as it is, must be slowed down.
const phone = 1750 / 4.

// TestLighthouse holds pages of an official site to full marks, and a report's to 0.99 for
// performance at a desk. On a phone the marks are mostly for how long the processor is busy,
// of which this machine has its own view, above all while other tests run: there a report
// must not be slow, and what it gets is noted. TestPageWeight holds always. It is the best of
// three, and only noted where the machine was slower than the phone.
func TestLighthouse(t *testing.T) {
	s := portal(t)
	samples := s.samples(t)
	speed := 4 * phone
	for _, run := range []struct {
		kind, device string
		least        float64 // for performance
	}{{"report", "desktop", 0.99}, {"report", "mobile", 0.75}, {"year", "mobile", 0}} {
		best, busy := 0.0, false
		for try := 0; try < 3 && (try == 0 || best < run.least) && !busy; try++ {
			r := lighthouse(t, s.served+strings.TrimSuffix(samples[run.kind], "index.html"), run.device, max(1, speed/phone))
			for _, c := range []string{"accessibility", "best-practices", "seo"} {
				if score := r.Categories[c].Score; score < 1 {
					t.Errorf("%s, %s: %s is %v, want 1: %s", run.kind, run.device, c, score, r.lost(c))
				}
			}
			best = max(best, r.Categories["performance"].Score)
			speed = r.Environment.BenchmarkIndex
			busy = speed < phone
			t.Logf("%s, %s: performance %v %s, machine %v", run.kind, run.device, r.Categories["performance"].Score, r.lost("performance"), speed)
			if t.Failed() {
				break
			}
		}
		if best < run.least && !busy {
			t.Errorf("%s, %s: performance is %v at best, want %v", run.kind, run.device, best, run.least)
		}
	}
}
