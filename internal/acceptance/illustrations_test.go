package acceptance

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/generator"
	"gongkai/generator/editing/scaffold"
)

var illustrations = flag.String("illustrations", "", "folder for the pictures of the readme and the manual; `make illustrations`")

// TestServeIllustrations takes the pictures that the readme and the manual show. Where no folder is
// named for them, it takes the one of the report that is being filled in, to show that it can.
func TestServeIllustrations(t *testing.T) {
	shots := map[string]func(t *testing.T) (context.Context, int64, int64){
		"portal":     atDeskAndPhone,
		"home":       pageOf("index.html", 1200, 900),
		"year":       pageOf("years/2024/index.html", 1200, 900),
		"statistics": pageOf("statistics/index.html", 1200, 900),
		"edit":       wrongTotal,
		"findings":   panelOfFindings,
		"desk":       deskOfOffice,
	}
	folder := *illustrations
	if folder == "" {
		folder, shots = t.TempDir(), map[string]func(t *testing.T) (context.Context, int64, int64){"edit": wrongTotal}
	}
	for name, open := range shots {
		t.Run(name, func(t *testing.T) {
			tab, width, height := open(t)
			picture, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
			if err != nil {
				t.Fatal(err)
			}
			small, err := fewColours(picture)
			if err != nil {
				t.Fatal(err)
			}
			if c, err := png.DecodeConfig(bytes.NewReader(small)); err != nil || int64(c.Width) != width || int64(c.Height) != height {
				t.Errorf("the picture has %d by %d, error %v, want %d by %d", c.Width, c.Height, err, width, height)
			}
			if err := os.WriteFile(filepath.Join(folder, name+".png"), small, 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// pageOf opens a page of the repository's own site.
func pageOf(name string, width, height int64) func(*testing.T) (context.Context, int64, int64) {
	return func(t *testing.T) (context.Context, int64, int64) {
		tab := newTab(t)
		do(t, tab, chromedp.EmulateViewport(width, height), emulate("", "light"), chromedp.Navigate(ownSite(t).url(name)))
		return tab, width, height
	}
}

// deskAndPhone shows a page as a desk has it, and in front of it another as a phone has it.
const deskAndPhone = `<!doctype html><meta charset="utf-8"><style>
body { margin: 0; height: 900px; overflow: hidden; background: linear-gradient(160deg, #dfe8f2, #b9cbe0); }
div { position: absolute; overflow: hidden; background: #fff; box-shadow: 0 12px 40px #0b46884d; }
iframe { display: block; border: 0; transform-origin: 0 0; }
.desk { left: 24px; top: 40px; width: 1054px; height: 794px; border-radius: 10px; border-top: 26px solid #dde3ea; }
.desk iframe { width: 1240px; height: 934px; transform: scale(.85); }
.phone { right: 16px; top: 180px; width: 351px; height: 640px; border: 10px solid #1b252d; border-radius: 30px; }
.phone iframe { width: 390px; height: 711px; transform: scale(.9); }
</style><div class="desk"><iframe src="%[1]s"></iframe></div><div class="phone"><iframe src="%[1]s"></iframe></div>`

// atDeskAndPhone is a report at a desk and on a phone.
func atDeskAndPhone(t *testing.T) (context.Context, int64, int64) {
	file := filepath.Join(t.TempDir(), "portal.html")
	page := fmt.Sprintf(deskAndPhone, ownSite(t).url("shilishi-zwfwj/reports/2024/index.html"))
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	tab := newTab(t)
	do(t, tab, chromedp.EmulateViewport(1440, 900), emulate("", "light"), chromedp.Navigate("file://"+filepath.ToSlash(file)))
	return tab, 1440, 900
}

// wrongTotal is a report in the browser, in which a total was just typed wrongly.
func wrongTotal(t *testing.T) (context.Context, int64, int64) {
	e := edit(t, strings.Clone)
	do(t, e.tab, chromedp.EmulateViewport(1200, 900), emulate("", "light"))
	e.focus("applications.new.total")
	e.keys("9")
	e.until("the wrong total is marked", `document.querySelector("#gk-bar").textContent.includes("六类申请人相加为 8")`)
	eval[bool](t, e.tab, `document.querySelector('[data-cell="applications.new.total"]').scrollIntoView({block: "center", behavior: "instant"}), true`)
	return e.tab, 1200, 900
}

// panelOfFindings is the preview of a report with a wrong figure, its list of findings open.
func panelOfFindings(t *testing.T) (context.Context, int64, int64) {
	p := preview(t, "--lang", "zh")
	tab := newTab(t)
	p.change(aReport, "4,  1, 53]", "4,  1, 54]")
	do(t, tab, chromedp.EmulateViewport(1200, 900), emulate("", "light"), chromedp.Navigate(p.base+"shilishi-zwfwj/reports/2024/index.html"))
	p.becomes(tab, wrongCell+`.matches(".gongkai-error")`)
	eval[bool](t, tab, `document.querySelector("#gongkai details").open = true, scrollTo({top: `+wrongCell+`.getBoundingClientRect().top + scrollY - 300, behavior: "instant"}), true`)
	return tab, 1200, 900
}

// deskOfOffice is the desk of an office that publishes for three bodies.
func deskOfOffice(t *testing.T) (context.Context, int64, int64) {
	dir := t.TempDir()
	if _, err := scaffold.Site(dir); err != nil {
		t.Fatal(err)
	}
	for slug, name := range map[string]string{"shilishi-jyj": "示例市教育局", "shilishi-zwfwj": "示例市政务服务局"} {
		if err := os.Mkdir(filepath.Join(dir, "content", slug), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "content", slug, "_index.md"), []byte("---\nname: "+name+"\nlevel: city\nkind: department\nsince: 2024\n---\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := generator.NewReport(generator.Options{Site: dir}, generator.Draft{Agency: slug, Year: 2024}); err != nil {
			t.Fatal(err)
		}
	}
	d := openDesk(t, dir)
	do(t, d.tab, chromedp.EmulateViewport(1200, 700), emulate("", "light"), chromedp.Navigate(d.base), chromedp.WaitVisible(chromedp.CSS(`#reports td[data-state]`)))
	return d.tab, 1200, 700
}

// fewColours writes a picture with the 256 colours that it has most of, and each other as the nearest
// of these: text on plain ground looks the same, and takes a third of the bytes.
func fewColours(data []byte) ([]byte, error) {
	from, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	count := map[color.RGBA]int{}
	at := func(x, y int) color.RGBA { return color.RGBAModel.Convert(from.At(x, y)).(color.RGBA) }
	b := from.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			count[at(x, y)]++
		}
	}
	var colours []color.RGBA
	for c := range count {
		colours = append(colours, c)
	}
	slices.SortFunc(colours, func(x, y color.RGBA) int {
		return cmp.Or(count[y]-count[x], cmp.Compare(x.R, y.R), cmp.Compare(x.G, y.G), cmp.Compare(x.B, y.B))
	})
	var palette color.Palette
	for _, c := range colours[:min(len(colours), 256)] {
		palette = append(palette, c)
	}
	nearest := map[color.RGBA]uint8{}
	to := image.NewPaletted(b, palette)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := at(x, y)
			i, known := nearest[c]
			if !known {
				i = uint8(palette.Index(c))
				nearest[c] = i
			}
			to.SetColorIndex(x, y, i)
		}
	}
	var out bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, to)
	return out.Bytes(), err
}
