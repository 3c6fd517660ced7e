package generator

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"gongkai/generator/audit/gate"
	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/output"
	"gongkai/generator/output/compress"
	"gongkai/generator/output/edition"
	"gongkai/generator/output/shard"
	"gongkai/generator/render"
	"gongkai/generator/rule"
	"gongkai/generator/rule/privacy"
	"gongkai/generator/workspace"
	"gongkai/generator/workspace/cache"
	"gongkai/generator/workspace/holdback"
	"gongkai/generator/workspace/reuse"
)

// Build validates a site and, where no error remains, publishes it into its output
// folder: all of it or, with an error, nothing. Figures are compared with the published site that Options name,
// else with the one in the output folder. Package output says how it is published, and what is promised on which system.
func Build(ctx context.Context, o Options) (*Result, error) {
	res, err := build(ctx, o, true)
	if errors.Is(err, gate.ErrStale) {
		return build(ctx, o, false)
	}
	return res, err
}

// build is Build; keeping says that pages of the last build may stay if they would come out the same.
func build(ctx context.Context, o Options, keeping bool) (*Result, error) {
	if !o.Shard.IsZero() {
		return buildPart(ctx, o)
	}
	parts, err := openParts(ctx, o)
	if err != nil {
		return nil, err
	}
	defer parts.Close()
	o.Unread = new(workspace.Unread)
	memory, folder := remember(ctx, o)
	defer memory.Close()
	if last := memory.Last(ctx, folder); last != nil && edition.KeptSources(folder) {
		res := remembered(last, o, folder)
		res.LeftOut = content.Unfinished(memory.Files())
		return res, nil
	}
	noting := memory != nil && parts == nil && !o.Compress // what the next build may keep
	if noting && keeping {
		o.Reusable = memory.Reusable(ctx, folder)
	}
	p, res, err := readToBuild(ctx, o)
	if err != nil {
		return nil, err
	}
	defer func() {
		if p != nil {
			p.Close()
		}
	}()
	again := func() (err error) {
		o.Reusable = nil
		p.Close()
		p, res, err = readToBuild(ctx, o)
		return err
	}
	if o.Reusable != nil && (p.Torn() || !memory.Untouched(ctx)) { // a file changed while it was read
		if err := again(); err != nil {
			return nil, err
		}
	}
	if res.Failed() {
		return res, mend(ctx, o, res.Out)
	}
	if err := o.CheckOutput(res.Out); err != nil {
		return nil, err
	}
	var unkept error // why the sources could not be kept
	var made cache.Made
	sink, err := newDisk(ctx, o, res.Out, output.Options{SM3: p.Config.SM3(), Published: func(files []output.Entry) {
		unkept = holdback.Keep(p, res.Out)
		if found, ok := worthKeeping(o, res, len(files)-1); ok {
			memory.Keep(ctx, res.Out, files, found, made, p.Sums)
		}
	}})
	if err != nil {
		return nil, err
	}
	defer sink.Abort() //nolint:errcheck // does nothing after Close
	if sink.Waited() || o.Reusable != nil && o.Reusable.Manifest != sink.Before() {
		// What was read before another build ended may be older than what that one published.
		if err := again(); err != nil {
			return nil, err
		}
		if res.Failed() {
			return res, nil
		}
	}
	x, err := renderingOf(p, o)
	if err != nil {
		return nil, err
	}
	if parts != nil {
		x.Made = parts
	}
	var to output.Sink = sink
	if o.Compress {
		to = compress.New(sink, p.Site.Copied())
	}
	var faults []diag.Finding
	if noting {
		made, faults, err = gate.PassKeeping(ctx, p, x, to, reuse.Of(p, o.Reusable, res.Out))
	} else {
		faults, err = gate.Pass(ctx, p, x, to)
	}
	if err == nil && p.Torn() {
		err = gate.ErrStale
	}
	if err == nil && len(faults) == 0 {
		err = sink.Close()
	} else {
		err = errors.Join(err, sink.Abort())
	}
	if err != nil {
		return nil, err
	}
	if len(faults) > 0 {
		res.Findings = diag.Sort(append(res.Findings, p.Redactor.Findings(faults)...))
		res.Summary = diag.Summarise(res.Findings, len(res.Reports))
		return res, nil
	}
	if unkept != nil && o.Notice != nil {
		o.Notice(diag.Textf("没有留下这次公布的报告的原文（%v），build --hold-back 和 status 用不上它", "the sources of the reports that were published could not be kept (%v); build --hold-back and status go without", unkept))
	}
	st := sink.Stats()
	res.Written, res.Unchanged, res.Removed = st.Written, st.Unchanged, st.Removed
	return res, nil
}

// remember looks at a site and at what its last build left to remember, and where this one has to write; nil where
// nothing may be taken from there, or nothing can.
func remember(ctx context.Context, o Options) (*cache.Memory, string) {
	if o.NoCache || o.HoldBack || o.Against != nil || len(o.Unsaved) > 0 {
		return nil, ""
	}
	site, cfg, err := o.OpenSite()
	if err != nil {
		return nil, "" // the build says it
	}
	folder := o.OutputFolder(cfg)
	if o.CheckOutput(folder) != nil {
		site.Close()
		return nil, ""
	}
	m := cache.Build.Open(ctx, site, config.File, o.Version, o.BaseURL, o.Drafts, o.Compress, o.Unpublished)
	if output.Unfinished(folder) { // what a killed build left comes first; the next build may remember this one all the same
		m.Forget()
	}
	return m, folder
}

// worthKeeping is what a build found; false if the next would not find the same. A change of a published figure is
// found once: the next build compares with what this one published. What could not be read may be read the next time. Personal numbers are written down nowhere.
func worthKeeping(o Options, res *Result, files int) (cache.Found, bool) {
	public, all := res.mask.Public()
	once := slices.ContainsFunc(res.Findings, func(f diag.Finding) bool {
		r := rule.ByID(f.Rule)
		return r != nil && r.Compares
	})
	return cache.Found{Findings: res.Findings, Summary: res.Summary, Reports: res.Reports, Drafts: res.Drafts, Public: public, Files: files}, all && !once && !o.Unread.Some()
}

// remembered is the result of a build that has nothing to do.
func remembered(last *cache.Found, o Options, folder string) *Result {
	found := append([]diag.Finding{}, last.Findings...) // none are an empty list, as of a build
	return &Result{Findings: found, Summary: last.Summary, Reports: last.Reports, Drafts: last.Drafts, Unchanged: last.Files, Out: folder,
		site: o.Site, mask: privacy.NewRedactor(nil, last.Public)}
}

// buildPart makes one part of a site into a folder of its own, where no error is left. What it costs to know what all parts
// are made of is little beside the rest.
func buildPart(ctx context.Context, o Options) (*Result, error) {
	by, of, err := partIdentity(ctx, o)
	if err != nil {
		return nil, err
	}
	o.Against, o.Unpublished = nil, true // whoever joins the parts compares with what was published
	p, res, err := readToBuild(ctx, o)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	if res.Out = o.Out; res.Out == "" {
		res.Out = filepath.Join(o.Site, filepath.FromSlash(shard.Folder), o.Shard.Name())
		if err := cache.Prepare(p.Root, shard.Folder); err != nil {
			return nil, err
		}
	}
	if res.Failed() {
		return res, nil
	}
	if err := o.CheckOutput(res.Out); err != nil {
		return nil, err
	}
	sink, err := newDisk(ctx, o, res.Out, output.Options{SM3: p.Config.SM3(), Part: &output.Part{Number: o.Shard.Number, Of: o.Shard.Of, Program: by, Site: of}})
	if err != nil {
		return nil, err
	}
	defer sink.Abort() //nolint:errcheck // does nothing after Close
	x, err := renderingOf(p, o)
	if err != nil {
		return nil, err
	}
	x.Part = o.Shard.Has
	if _, err := gate.Pass(ctx, p, x, sink); err != nil { // without links it finds nothing
		return nil, err
	}
	if err := sink.Close(); err != nil {
		return nil, err
	}
	st := sink.Stats()
	res.Written, res.Unchanged, res.Removed = st.Written, st.Unchanged, st.Removed
	return res, nil
}

// partIdentity is what all parts of a build have in common.
func partIdentity(ctx context.Context, o Options) (by, of string, err error) {
	site, _, err := o.OpenSite()
	if err != nil {
		return "", "", err
	}
	defer site.Close()
	return cache.Identity(ctx, site, config.File, o.Version, o.BaseURL, o.Drafts)
}

// openParts opens the parts that are to be joined; nil where the site is made as a whole.
func openParts(ctx context.Context, o Options) (*shard.Parts, error) {
	if o.Parts == nil {
		return nil, nil
	}
	dirs := o.Parts
	if len(dirs) == 0 {
		var err error
		if dirs, err = shard.Folders(o.Site); err != nil {
			return nil, err
		}
	}
	by, of, err := partIdentity(ctx, o)
	if err != nil {
		return nil, err
	}
	return shard.Open(dirs, by, of)
}

// lastBuild opens the output folder; nil where no site was published there, or none that can be read.
func lastBuild(ctx context.Context, o Options) (*os.Root, error) {
	site, cfg, err := o.OpenSite()
	if err != nil {
		return nil, err
	}
	if err := site.Close(); err != nil {
		return nil, err
	}
	folder := o.OutputFolder(cfg)
	if err := mend(ctx, o, folder); err != nil {
		return nil, err
	}
	last, err := os.OpenRoot(folder)
	if err != nil {
		return nil, nil // what is wrong with the folder is said where it is written
	}
	if _, err := edition.Open(last.FS()); err != nil {
		return nil, last.Close()
	}
	return last, nil
}

// readToBuild reads a site, and compares its figures with those that were published last; where it is asked to hold back
// reports, with their last published versions in the places of those.
func readToBuild(ctx context.Context, o Options) (*workspace.State, *Result, error) {
	if o.Against == nil && !o.Unpublished {
		last, err := lastBuild(ctx, o)
		if err != nil {
			return nil, nil, err
		}
		if last != nil {
			defer last.Close() // before the folder is exchanged, which Windows does not do with an open one
			o.Against = last.FS()
		}
	}
	read := func(ctx context.Context, o Options) (*workspace.State, error) {
		return workspace.ReadSources(ctx, o, o.Drafts)
	}
	if !o.HoldBack {
		p, err := read(ctx, o)
		if err != nil {
			return nil, nil, err
		}
		return p, built(p, o), nil
	}
	site, cfg, err := o.OpenSite()
	if err != nil {
		return nil, nil, err
	}
	if err := site.Close(); err != nil {
		return nil, nil, err
	}
	held, err := holdback.Find(ctx, o, o.OutputFolder(cfg), read)
	if err != nil {
		return nil, nil, err
	}
	res := built(held.State, o)
	res.texts, res.Held, res.Lost = held.Texts, held.Held, held.Lost
	res.Drafts = slices.DeleteFunc(res.Drafts, func(file string) bool { return held.Texts[file] != nil })
	return held.State, res, nil
}

// HeldBack are the sources that a build with HoldBack takes in place of files of the site as it is now, by path: those
// of the published site, where that is one.
func HeldBack(ctx context.Context, o Options) (map[string][]byte, error) {
	o.HoldBack = true
	p, res, err := readToBuild(ctx, o)
	if err != nil {
		return nil, err
	}
	return res.texts, p.Close()
}

// built is what a build found in a site, before anything is made of it.
func built(p *workspace.State, o Options) *Result {
	res := result(p)
	res.Out = o.OutputFolder(p.Config)
	res.LeftOut = content.Unfinished(o.Files(p.Root))
	return res
}

// newDisk opens a folder to write a site into, or a part of one.
func newDisk(ctx context.Context, o Options, folder string, as output.Options) (*output.Disk, error) {
	as.Generator, as.InPlace, as.Notice, as.Progress = "gongkai "+o.Version, o.InPlace, o.Notice, o.Report("write")
	return output.NewDisk(ctx, folder, as)
}

// mend finishes what a killed build began with the output folder, where this build has nothing to write.
func mend(ctx context.Context, o Options, folder string) error {
	if o.CheckOutput(folder) != nil || !output.Interrupted(folder) {
		return nil
	}
	sink, err := newDisk(ctx, o, folder, output.Options{})
	if err != nil {
		return err
	}
	return sink.Abort()
}

// renderingOf compiles what all pages of a site share.
func renderingOf(p *workspace.State, o Options) (*render.Files, error) {
	theme, err := p.Theme.Parsed()
	if err != nil {
		return nil, err
	}
	return render.New(render.Input{Config: p.Config, Site: p.Site, Theme: theme, Books: &p.Theme.Books, Files: p.Root.FS(), Waived: p.Waived,
		Version: "gongkai " + o.Version, Jobs: o.Jobs, Progress: o.Report("render")})
}
