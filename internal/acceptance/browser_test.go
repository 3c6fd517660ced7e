package acceptance

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// chromium is the one browser of all tests, started by the first that needs it.
var chromium struct {
	sync.Mutex
	ctx  context.Context
	stop func()
}

func stopBrowser() {
	chromium.Lock()
	defer chromium.Unlock()
	if chromium.stop != nil {
		chromium.stop()
	}
}

// patience is how long a test waits for what should come at once: a busy machine is not a fault.
const patience = time.Minute

// newTab opens an empty tab, which lives as long as the test.
func newTab(t *testing.T) context.Context {
	t.Helper()
	// The shell is the same engine without a browser's windows, in half the time.
	path := tool(t, "chromium-headless-shell", "chrome-headless-shell", "chromium", "chromium-browser", "google-chrome")
	chromium.Lock()
	defer chromium.Unlock()
	if chromium.ctx == nil {
		opts := append(chromedp.DefaultExecAllocatorOptions[:],
			chromedp.ExecPath(path),
			chromedp.NoSandbox,
			chromedp.DisableGPU,
			chromedp.WSURLReadTimeout(time.Minute),
			chromedp.Flag("disable-quic", true),
			chromedp.Flag("disable-component-update", true),
		)
		alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), opts...)
		ctx, stopCtx := chromedp.NewContext(alloc)
		if err := chromedp.Do(ctx); err != nil {
			stopCtx()
			stopAlloc()
			t.Fatalf("%s does not start: %v", path, err)
		}
		chromium.ctx, chromium.stop = ctx, func() { stopCtx(); stopAlloc() }
	}
	tab, closeTab := chromedp.NewContext(chromium.ctx)
	t.Cleanup(closeTab)
	limited, cancel := context.WithTimeout(tab, 10*patience)
	t.Cleanup(cancel)
	return limited
}

// do runs steps in a tab.
func do(t *testing.T, tab context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(tab, steps...); err != nil {
		t.Fatal(err)
	}
}

// eval returns the value of a JavaScript expression, awaited.
func eval[T any](t *testing.T, tab context.Context, expression string) T {
	t.Helper()
	v, err := chromedp.Run(tab, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// emulate sets the medium ("" for the screen) and the reader's choice of light or dark.
func emulate(medium, scheme string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Media:    medium,
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	})
}

// viewports are the widths to check: a desk and the narrowest phone.
var viewports = []int64{1280, 320}

// broken is a page with a fault for every checker.
func broken(t *testing.T) string {
	t.Helper()
	p, err := filepath.Abs("testdata/broken.html")
	if err != nil {
		t.Fatal(err)
	}
	return "file://" + filepath.ToSlash(p)
}
