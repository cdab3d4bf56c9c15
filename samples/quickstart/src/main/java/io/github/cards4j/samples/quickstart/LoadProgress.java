package io.github.cards4j.samples.quickstart;

import io.github.cards4j.LoadListener;

/** Shows models being unpacked and loaded: on a terminal a line that passes, elsewhere a line for each thing done. */
final class LoadProgress implements LoadListener {

    private final Screen screen;
    private String last = "";

    LoadProgress(Screen screen) {
        this.screen = screen;
    }

    @Override
    public synchronized void onProgress(String what, double fraction) {
        if (screen.live()) {
            screen.passing(Wrap.right(Math.round(100 * fraction) + " %", 6) + "  " + what);
        } else if (!what.equals(last)) {
            screen.line(what);
        }
        last = what;
    }
}
