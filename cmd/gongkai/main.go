// Command gongkai builds portals of statutory disclosure reports.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"gongkai/cmd/gongkai/cli"
)

func main() {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // as nohup has it
		signals = append(signals, syscall.SIGHUP) // the terminal was closed
	}
	ctx, stop := signal.NotifyContext(context.Background(), signals...)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	collectLate()
	if built, ok := debug.ReadBuildInfo(); ok {
		cli.Version = cli.VersionOf(built.Main.Version)
	}
	os.Exit(cli.Main(ctx, os.Args[1:], os.Stdout, os.Stderr, os.Getenv))
}
