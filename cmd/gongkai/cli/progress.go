package cli

import (
	"fmt"
	"sync"
	"time"

	"gongkai/generator/diag"
)

// progress is one line on a terminal, shown when the work takes more than a second.
type progress struct {
	a     *app
	mu    sync.Mutex
	start time.Time
	last  time.Time
	shown bool
	watch bool
}

func (a *app) newProgress() *progress {
	return &progress{a: a, start: time.Now(), watch: terminal(a.err)}
}

var stages = map[string]diag.Text{
	"read":   {ZH: "读取", EN: "reading"},
	"render": {ZH: "生成", EN: "rendering"},
	"write":  {ZH: "写入", EN: "writing"},

	"check":   {ZH: "核对文件夹", EN: "checking the folder"},
	"compare": {ZH: "比较目标", EN: "comparing with the target"},
	"send":    {ZH: "发送", EN: "sending"},
	"place":   {ZH: "替换", EN: "replacing"},
	"remove":  {ZH: "删除", EN: "removing"},
	"pack":    {ZH: "打包", EN: "packing"},
}

func (p *progress) report(stage string, done, total int) {
	if !p.watch {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if now.Sub(p.start) < time.Second || now.Sub(p.last) < 100*time.Millisecond {
		return
	}
	p.last, p.shown = now, true
	fmt.Fprintf(p.a.err, "\r\x1b[K%s %d/%d", stages[stage].In(p.a.lang), done, total)
}

// erase removes the line before anything else is printed; it comes back with the next report.
func (p *progress) erase() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.a.err, "\r\x1b[K")
	}
	p.shown = false
}

// clear removes the line for good.
func (p *progress) clear() {
	p.erase()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.watch = false
}
