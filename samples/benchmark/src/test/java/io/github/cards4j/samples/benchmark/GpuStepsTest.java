package io.github.cards4j.samples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.torch.DeviceProgram;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** Whether tools/gpu_steps.py, which this build has no Python to run, still calls the device program as that is written. */
class GpuStepsTest {

    private final String script = Files.readString(Path.of("tools/gpu_steps.py"));
    private final String program = program();

    GpuStepsTest() throws IOException {}

    @Test
    void everyCallFitsTheProgram() {
        List<String> called = new ArrayList<>();
        Pattern call = Pattern.compile("program\\.(\\w+)\\(");
        for (MatchResult match : call.matcher(script).results().toList()) {
            String method = match.group(1);
            List<String> given = split(inBrackets(script, match.end()));
            called.add(method);
            if (given.get(0).startsWith("**")) {
                // by name, from what the script's own functions put together
                TreeSet<String> names = names("arguments");
                names.addAll(names("constants"));
                if (method.equals("step")) {
                    names.addAll(names("step_call"));
                }
                assertThat(names).as(method).containsExactlyInAnyOrderElementsOf(parameters(method));
            } else {
                assertThat(given).as(method).hasSameSizeAs(parameters(method));
            }
        }
        assertThat(called).contains("forward", "step", "score", "products", "rotary", "new_cache", "resize", "keep");
    }

    /** Keys of dictionaries in a function of the script. */
    private TreeSet<String> names(String function) {
        int from = script.indexOf("    def " + function + "(");
        String body = script.substring(from, script.indexOf("\n\n", from));
        TreeSet<String> names = new TreeSet<>();
        Pattern.compile("\"(\\w+)\": ").matcher(body).results().forEach(key -> names.add(key.group(1)));
        return names;
    }

    private List<String> parameters(String method) {
        String start = "def " + method + "(";
        assertThat(program).contains(start);
        List<String> all = split(inBrackets(program, program.indexOf(start) + start.length()));
        return all.stream().skip(1).map(p -> p.substring(0, p.indexOf(':'))).toList();
    }

    private static String inBrackets(String text, int from) {
        int depth = 1;
        int at = from;
        while (depth > 0) {
            depth += depth(text.charAt(at++));
        }
        return text.substring(from, at - 1);
    }

    /** At the commas that stand in no brackets. */
    private static List<String> split(String list) {
        int depth = 0;
        StringBuilder marked = new StringBuilder();
        for (char c : list.toCharArray()) {
            depth += depth(c);
            marked.append(c == ',' && depth == 0 ? '\n' : c);
        }
        return Arrays.stream(marked.toString().split("\n")).map(String::strip).toList();
    }

    private static int depth(char c) {
        return "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
    }

    private static String program() throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(DeviceProgram.archive()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith("__torch__.py")) {
                    return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new AssertionError("the archive holds no program");
    }
}
