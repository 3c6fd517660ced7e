# Reads a feed as Atom, strictly, and prints its entries: address, author and last change.
require "rss"
feed = RSS::Parser.parse(File.read(ARGV[0]), true, false)
abort "no Atom feed" unless feed.is_a?(RSS::Atom::Feed) && feed.valid?
feed.entries.each { |e| puts [e.id.content, e.author.name.content, e.updated.content.xmlschema].join("\t") }
