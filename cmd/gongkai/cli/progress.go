package cli

import (
	"fmt"
	"strconv"
	"sync"
	"time"

	"gongkai/generator/diag"
)

// progress tells how far the work is: on a terminal by one line that is drawn again and again, whether or not anything is reported
// meanwhile; with --verbose by one line for each stage that has ended.
type progress struct {
	a      *app
	watch  bool // the line is drawn
	listed bool // stages are
	start  time.Time
	stop   func() // ends the drawing

	mu    sync.Mutex
	now   stage
	most  stage // the one that took longest
	shown bool  // the line is on the terminal
	over  bool
}

// stage is one of the stages of the work.
type stage struct {
	name        string
	began       time.Time
	took        time.Duration
	done, total int
}

// The line comes when the work takes longer than a person waits without wondering, and then often enough to be seen moving.
const (
	firstDrawn = 500 * time.Millisecond
	nextDrawn  = 200 * time.Millisecond
)

func (a *app) newProgress() *progress {
	p := &progress{a: a, watch: terminal(a.err) && !a.quiet, listed: a.verbose, start: time.Now(), stop: func() {}}
	p.begin()
	return p
}

// reported is what the work tells of how far it is.
type reported = func(stage string, done, total int)

// awaited runs work and returns its result; meanwhile a terminal shows how far it is.
func awaited[T any](a *app, work func(reported) (T, error)) (out T, err error) {
	err = a.newProgress().until(func(report reported) error {
		out, err = work(report)
		return err
	})
	return out, err
}

// until draws while work is done, and clears the line.
func (p *progress) until(work func(reported) error) error {
	defer p.clear()
	return work(p.report)
}

// begin starts the drawing.
func (p *progress) begin() {
	if !p.watch {
		return
	}
	ended, gone := make(chan struct{}), make(chan struct{})
	p.stop = sync.OnceFunc(func() { close(ended); <-gone })
	go func() {
		defer close(gone)
		next := time.NewTimer(firstDrawn)
		defer next.Stop()
		for {
			select {
			case <-ended:
				return
			case <-next.C:
				p.draw()
				next.Reset(nextDrawn)
			}
		}
	}()
}

// counted is what a stage is called, and what it counts.
type counted struct{ name, unit diag.Text }

var stages = map[string]counted{
	"":        {diag.Text{ZH: "准备", EN: "preparing"}, diag.Text{}},
	"read":    {diag.Text{ZH: "读取", EN: "reading"}, diag.Text{ZH: "个文件", EN: "files"}},
	"check":   {diag.Text{ZH: "校验", EN: "checking"}, diag.Text{ZH: "个机关", EN: "agencies"}},
	"render":  {diag.Text{ZH: "生成", EN: "rendering"}, diag.Text{ZH: "页", EN: "pages"}},
	"write":   {diag.Text{ZH: "写入", EN: "writing"}, diag.Text{ZH: "个文件", EN: "files"}},
	"format":  {diag.Text{ZH: "整理", EN: "laying out"}, diag.Text{ZH: "个文件", EN: "files"}},
	"replace": {diag.Text{ZH: "写回", EN: "writing back"}, diag.Text{ZH: "个文件", EN: "files"}},
	"import":  {diag.Text{ZH: "读入", EN: "importing"}, diag.Text{ZH: "个文件", EN: "files"}},

	"receipts": {diag.Text{ZH: "写回执", EN: "writing receipts"}, diag.Text{ZH: "份", EN: "receipts"}},

	"folder":  {diag.Text{ZH: "核对文件夹", EN: "checking the folder"}, diag.Text{ZH: "个文件", EN: "files"}},
	"compare": {diag.Text{ZH: "比较目标", EN: "comparing with the target"}, diag.Text{ZH: "个文件", EN: "files"}},
	"send":    {diag.Text{ZH: "发送", EN: "sending"}, diag.Text{ZH: "个文件", EN: "files"}},
	"place":   {diag.Text{ZH: "替换", EN: "replacing"}, diag.Text{ZH: "个文件", EN: "files"}},
	"remove":  {diag.Text{ZH: "删除", EN: "removing"}, diag.Text{ZH: "个文件", EN: "files"}},
	"pack":    {diag.Text{ZH: "打包", EN: "packing"}, diag.Text{ZH: "个文件", EN: "files"}},
	"verify":  {diag.Text{ZH: "核对", EN: "verifying"}, diag.Text{ZH: "个文件", EN: "files"}},
}

// report says how far a stage is; a new stage ends the one before. It is called from many goroutines.
func (p *progress) report(name string, done, total int) {
	if !p.watch && !p.listed {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return
	}
	if name != p.now.name {
		p.end()
		p.now = stage{name: name, began: time.Now()}
	}
	p.now.done, p.now.total = max(done, p.now.done), total
}

// end ends the stage that goes on.
func (p *progress) end() {
	if p.now.name == "" {
		return
	}
	p.now.took = time.Since(p.now.began)
	if p.now.took > p.most.took {
		p.most = p.now
	}
	if p.listed {
		p.hide()
		s := stages[p.now.name]
		fmt.Fprintln(p.a.err, p.a.text("%s：%d %s，用时 %s", "%s: %d %s in %s", s.name, p.now.done, s.unit, seconds(p.now.took)))
	}
	p.now = stage{}
}

// draw draws the line.
func (p *progress) draw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return
	}
	p.shown = true
	at := ""
	switch {
	case p.now.total > 0:
		at = fmt.Sprintf(" %d/%d", p.now.done, p.now.total)
	case p.now.done > 0: // nobody knows of how many
		at = fmt.Sprintf(" %d", p.now.done)
	}
	fmt.Fprintf(p.a.tty, "\r\x1b[K%s%s%s", stages[p.now.name].name.In(p.a.lang), at, p.a.text("，%s", ", %s", seconds(time.Since(p.start))))
}

// hide takes the line away.
func (p *progress) hide() {
	if p.shown {
		fmt.Fprint(p.a.tty, "\r\x1b[K")
	}
	p.shown = false
}

// erase removes the line before anything else is printed; it comes back soon.
func (p *progress) erase() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hide()
}

// clear removes the line for good.
func (p *progress) clear() {
	p.stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.over {
		p.end()
	}
	p.hide()
	p.over = true
}

// finish is clear and, where err is nil and somebody waited or wants to know, says how long it took and what took longest.
func (p *progress) finish(err error) {
	p.clear()
	took := time.Since(p.start)
	if err != nil || !p.listed && (!p.watch || took < firstDrawn) {
		return
	}
	line := p.a.text("共用 %s", "%s in all", seconds(took))
	if s := stages[p.most.name]; p.most.done > 0 && p.most.took > 0 {
		rate := strconv.FormatFloat(float64(p.most.done)/p.most.took.Seconds(), 'f', 0, 64)
		line += p.a.text("；%s最久，每秒 %s %s", "; %s took longest, at %s %s a second", s.name, rate, s.unit)
	}
	fmt.Fprintln(p.a.err, line)
}
