// Package acceptance has no code of its own: its tests build the example site
// and check the pages as their readers meet them, in a real browser, on paper
// and through the standard checkers.
//
// They need Chromium, Firefox, WebKitGTK, poppler, Java and the npm packages of this
// folder, which `make setup` installs. A missing tool is a failure, not a reason to skip.
package acceptance
