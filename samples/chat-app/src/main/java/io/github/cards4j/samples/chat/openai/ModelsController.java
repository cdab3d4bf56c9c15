package io.github.cards4j.samples.chat.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.cards4j.samples.chat.http.ApiException;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Lists what can be named as the model. */
@RestController
class ModelsController {

    private final Catalogue catalogue;
    private final long created = Instant.now().getEpochSecond();

    ModelsController(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    record Model(
            String id,
            String object,
            long created,
            @JsonProperty("owned_by") String ownedBy) {}

    record Models(String object, List<Model> data) {}

    @GetMapping("/v1/models")
    Models models() {
        return new Models("list", catalogue.names().stream().map(this::model).toList());
    }

    /** @param path the name behind a slash; a hub's models have one in their names, too */
    @GetMapping("/v1/models/{*path}")
    Model one(@PathVariable("path") String path) {
        String id = path.substring(1);
        if (!catalogue.names().contains(id)) {
            throw ApiException.notFound(
                    "model", "model_not_found", "there is no model '" + id + "' here, but " + catalogue.names());
        }
        return model(id);
    }

    private Model model(String name) {
        return new Model(name, "model", created, "cards4j");
    }
}
