package io.github.cards4j.samples.chat.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A JSON object that is read field by field. What is wrong is told by its path; what nobody has read is refused by name.
 * A field that is null counts as absent.
 */
public final class Fields {

    private final ObjectNode node;
    private final String path;
    private final Set<String> read = new HashSet<>();

    private Fields(ObjectNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /** @throws ApiException if it is no object */
    public static Fields of(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            return new Fields(object, path);
        }
        throw path.isEmpty()
                ? ApiException.of(HttpStatus.BAD_REQUEST, "invalid_value", "the body must be a JSON object")
                : ApiException.badField(path, path + " must be a JSON object");
    }

    /** How errors name a field of this object. */
    public String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Null if it is absent. */
    public @Nullable JsonNode any(String name) {
        read.add(name);
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    public @Nullable String text(String name) {
        JsonNode value = any(name);
        if (value != null && !value.isTextual()) {
            throw wrong(name, "must be a text");
        }
        return value == null ? null : value.textValue();
    }

    public String requiredText(String name) {
        String value = text(name);
        if (value == null) {
            throw wrong(name, "is missing: give a text");
        }
        return value;
    }

    public @Nullable Double number(String name, double least, double most) {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        double number = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(number >= least && number <= most)) {
            throw wrong(name, "must be a number between " + least + " and " + most);
        }
        return number;
    }

    public @Nullable Integer integer(String name, int least, int most) {
        Long value = longInteger(name, least, most);
        return value == null ? null : Math.toIntExact(value);
    }

    public @Nullable Long longInteger(String name, long least, long most) {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        boolean whole = value.isIntegralNumber() && value.canConvertToLong();
        if (!whole || value.longValue() < least || value.longValue() > most) {
            throw wrong(name, "must be a whole number between " + least + " and " + most);
        }
        return value.longValue();
    }

    public boolean flag(String name) {
        JsonNode value = any(name);
        if (value != null && !value.isBoolean()) {
            throw wrong(name, "must be true or false");
        }
        return value != null && value.booleanValue();
    }

    public @Nullable Fields object(String name) {
        JsonNode value = any(name);
        return value == null ? null : of(value, path(name));
    }

    /** Empty if it is absent. */
    public List<Fields> objects(String name) {
        JsonNode value = any(name);
        List<Fields> objects = new ArrayList<>();
        if (value != null && !value.isArray()) {
            throw wrong(name, "must be a list of objects");
        }
        if (value != null) {
            for (JsonNode element : value) {
                objects.add(of(element, path(name) + "[" + objects.size() + "]"));
            }
        }
        return objects;
    }

    /** @throws ApiException if there is a field that was not read; names it */
    public void refuseOthers() {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!read.contains(name) && !node.get(name).isNull()) {
                throw unsupported(name, "is not supported");
            }
        }
    }

    public ApiException wrong(String name, String problem) {
        return ApiException.badField(path(name), path(name) + " " + problem);
    }

    public ApiException unsupported(String name, String problem) {
        return ApiException.unsupported(path(name), path(name) + " " + problem);
    }
}
