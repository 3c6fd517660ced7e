package acceptance

import (
	"encoding/json"
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

// lighthouse measures a page with Google's Lighthouse, as a phone or a desk sees it.
func lighthouse(t *testing.T, url, device string) *lighthouseReport {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.json")
	args := []string{module(t, "lighthouse/cli/index.js"), url, "--quiet", "--output=json", "--output-path=" + file,
		"--only-categories=accessibility,best-practices,seo,performance", "--chrome-flags=--headless=new --no-sandbox --disable-gpu"}
	if device == "desktop" {
		args = append(args, "--preset=desktop")
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

// quiet is how fast, by Lighthouse's own measure, a machine must be at that moment for its
// performance to tell anything: what imitates a phone must not be slower than one.
const quiet = 500

// TestLighthouse holds pages of an official site to full marks, and reports to 0.99 and more
// for performance. That depends on what else the machine does, so it is the best of three,
// and is only noted where the machine was too busy to measure it; TestPageWeight holds always.
func TestLighthouse(t *testing.T) {
	s := portal(t)
	samples := s.samples(t)
	for _, run := range []struct{ kind, device string }{{"report", "mobile"}, {"report", "desktop"}, {"year", "mobile"}} {
		best, busy := 0.0, false
		for try := 0; try < 3 && best < 0.99 && !busy; try++ {
			r := lighthouse(t, s.served+strings.TrimSuffix(samples[run.kind], "index.html"), run.device)
			for _, c := range []string{"accessibility", "best-practices", "seo"} {
				if score := r.Categories[c].Score; score < 1 {
					t.Errorf("%s, %s: %s %v: %s", run.kind, run.device, c, score, r.lost(c))
				}
			}
			best = max(best, r.Categories["performance"].Score)
			busy = r.Environment.BenchmarkIndex < quiet
			t.Logf("%s, %s: performance %v %s, machine %v", run.kind, run.device, r.Categories["performance"].Score, r.lost("performance"), r.Environment.BenchmarkIndex)
			if run.kind != "report" || t.Failed() {
				break
			}
		}
		if run.kind == "report" && best < 0.99 && !busy {
			t.Errorf("%s, %s: performance is %v at best", run.kind, run.device, best)
		}
	}
}
