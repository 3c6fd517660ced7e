"""Prints a page in WebKitGTK into a PDF, as the dialogue of its browser does: print_webkit.py ADDRESS FILE.

Its driver has no command for that, and Debian's bindings for Python are of another version, so the libraries are called as they are.
"""
import ctypes
import sys

address, file = sys.argv[1:]
webkit = ctypes.CDLL("libwebkit2gtk-4.1.so.0")
gtk = ctypes.CDLL("libgtk-3.so.0")
gobject = ctypes.CDLL("libgobject-2.0.so.0")
glib = ctypes.CDLL("libglib-2.0.so.0")
Pointer = ctypes.c_void_p
for library, names in ((webkit, "webkit_web_view_new webkit_print_operation_new"), (gtk, "gtk_window_new gtk_print_settings_new gtk_page_setup_new gtk_paper_size_new")):
    for name in names.split():
        getattr(library, name).restype = Pointer

kept = []  # callbacks, which C does not keep
fault = ["the page is not printed"]


def connect(thing, signal, arguments, call):
    kept.append(ctypes.CFUNCTYPE(None, *[Pointer] * arguments)(call))
    gobject.g_signal_connect_data(Pointer(thing), signal.encode(), kept[-1], None, None, 0)


def later(milliseconds, call):
    kept.append(ctypes.CFUNCTYPE(ctypes.c_int, Pointer)(lambda _: call() or 0))
    glib.g_timeout_add(milliseconds, kept[-1], None)


def finished(*_):
    fault.clear()
    gtk.gtk_main_quit()


def print_page():
    operation, settings, setup = webkit.webkit_print_operation_new(Pointer(view)), gtk.gtk_print_settings_new(), gtk.gtk_page_setup_new()
    for key, value in (("printer", "Print to File"), ("output-file-format", "pdf"), ("output-uri", "file://" + file)):
        gtk.gtk_print_settings_set(Pointer(settings), key.encode(), value.encode())
    gtk.gtk_page_setup_set_paper_size_and_default_margins(Pointer(setup), Pointer(gtk.gtk_paper_size_new(b"iso_a4")))
    webkit.webkit_print_operation_set_print_settings(Pointer(operation), Pointer(settings))
    webkit.webkit_print_operation_set_page_setup(Pointer(operation), Pointer(setup))
    connect(operation, "finished", 2, finished)
    connect(operation, "failed", 3, lambda *_: gtk.gtk_main_quit())
    webkit.webkit_print_operation_print(Pointer(operation))


LOADED = 3
gtk.gtk_init(None, None)
window, view = gtk.gtk_window_new(0), webkit.webkit_web_view_new()
gtk.gtk_container_add(Pointer(window), Pointer(view))
gtk.gtk_widget_show_all(Pointer(window))
connect(view, "load-changed", 3, lambda _, event, __: event == LOADED and later(500, print_page))
webkit.webkit_web_view_load_uri(Pointer(view), address.encode())
gtk.gtk_main()
sys.exit(fault[0] if fault else 0)
