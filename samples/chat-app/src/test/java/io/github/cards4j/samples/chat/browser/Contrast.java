package io.github.cards4j.samples.chat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Contrast of everything that is to be read, as WCAG 2.2 counts it (1.4.3, 1.4.11). */
final class Contrast {

    private static final String WEAK = """
            const channels = (colour) => {
              const numbers = colour.match(/[\\d.]+/g).map(Number);
              const rgb = colour.startsWith('color') ? numbers.slice(0, 3).map((c) => 255 * c) : numbers.slice(0, 3);
              return { rgb, alpha: numbers.length > 3 ? numbers[3] : 1 };
            };
            const luminance = (rgb) => {
              const [r, g, b] = rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const ratio = (one, other) => {
              const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
              return (high + 0.05) / (low + 0.05);
            };
            const behind = (element) => {
              for (let e = element; e !== null; e = e.parentElement) {
                const { rgb, alpha } = channels(getComputedStyle(e).backgroundColor);
                if (alpha === 1) {
                  return rgb;
                }
              }
              return [255, 255, 255];
            };
            const weak = [];
            const check = (what, colour, element, least) => {
              const found = ratio(channels(colour).rgb, behind(element));
              if (found < least) {
                weak.push(`${what}: ${found.toFixed(2)}`);
              }
            };
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            let read = 0;
            while (texts.nextNode()) {
              const element = texts.currentNode.parentElement;
              if (texts.currentNode.data.trim() !== '' && element.checkVisibility() && element.closest('.unseen') === null) {
                read += 1;
                check(texts.currentNode.data.trim(), getComputedStyle(element).color, element, 4.5);
              }
            }
            for (const field of document.querySelectorAll('input, select, textarea')) {
              if (field.checkVisibility()) {
                if (field.matches('textarea, select, [type=number], [type=password]')) {
                  check(`edge of ${field.id}`, getComputedStyle(field).borderTopColor, field.parentElement, 3);
                }
                if (field.placeholder) {
                  check(`placeholder of ${field.id}`, getComputedStyle(field, '::placeholder').color, field, 4.5);
                }
              }
            }
            return read < 10 ? ['only ' + read + ' texts were seen'] : weak;""";

    private Contrast() {}

    /** All text that is shown stands out from what is behind it, and so does the edge of each field. */
    static void assertEnough(Browser browser) {
        assertThat((List<?>) browser.js(WEAK)).isEmpty();
    }
}
