package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.gateway.cache.AnswerCache;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.util.List;

/** Gives answers again without asking the upstream. One cache for all configurations, so that a new one does not empty it. */
public final class ProxyCache extends NamedPlugin<ProxyCache.Config> {

    private static final int PRIORITY = 100;

    private final AnswerCache cache = new AnswerCache();

    /** Where answers are kept. */
    public enum Strategy {
        @JsonProperty("memory")
        MEMORY
    }

    /** Methods whose answers may be kept. */
    public enum Method {
        @JsonProperty("GET")
        GET,
        @JsonProperty("HEAD")
        HEAD
    }

    @Doc(
            "Keeps answers of the upstream, for each consumer by itself, and gives them again for a while. An answer of more than 1 MiB is"
                    + " not kept. A kept answer passes the plugins of the response once more. X-Cache-Status tells what happened: Miss, Hit,"
                    + " Refresh (it was too old) or Bypass (not for the cache).")
    public record Config(
            @Doc("Where answers are kept. “memory” is that of this process: at most 10,000 answers and 64 MiB in all.")
            @NotNull
            Strategy strategy,

            @Doc("Statuses of answers that are kept.") @NotEmpty
            List<@NotNull @Min(200) @Max(599) Integer> responseCode,

            @Doc("Methods of requests that are answered from the cache. HEAD is answered with what GET has left there.")
            @NotEmpty
            List<@NotNull Method> requestMethod,

            @Doc("Types of answers that are kept, with the same parameters; “*” stands for any type or subtype.")
            @NotEmpty
            List<
                            @NotNull
                            @Pattern(
                                    regexp = "[^/\\s]+/[^/;\\s]+(\\s*;.*)?",
                                    message = "should have the form type/subtype")
                            String>
                    contentType,

            @Doc("Seconds for which an answer is given again.") @Positive
            Integer cacheTtl,

            @Doc(
                    "Seconds for which an answer is kept, as one that is too old may be wanted with “max-stale”; otherwise as long as it is given.")
            @Positive
            Integer storageTtl,

            @Doc("Obeys Cache-Control of requests and answers, and the lifetime that an answer names.")
            Boolean cacheControl,

            @Doc("Arguments of the query string that make a difference; all of them if nothing is said.")
            List<@NotBlank String> varyQueryParams,

            @Doc("Request headers that make a difference, besides those that an answer names in Vary.")
            List<@NotBlank String> varyHeaders,

            @Doc("Paths that differ in upper and lower case only are the same.")
            Boolean ignoreUriCase,

            @Doc(
                    "Also keeps what may be for one caller alone: answers that set cookies or that are marked private or no-store, and answers"
                            + " to requests whose Authorization or Cookie reaches the upstream. Others may get to see them.")
            Boolean sharePrivate,

            @Doc("Which headers tell the client what the cache did.")
            ResponseHeaders responseHeaders,

            @Doc(value = "Read for files that have it; there is one memory for all.", onlyInFiles = true)
            Memory memory) {

        public Config {
            responseCode = responseCode == null ? List.of(200, 301, 404) : List.copyOf(responseCode);
            requestMethod = requestMethod == null ? List.of(Method.GET, Method.HEAD) : List.copyOf(requestMethod);
            contentType = contentType == null ? List.of("text/plain", "application/json") : List.copyOf(contentType);
            cacheTtl = cacheTtl == null ? Integer.valueOf(300) : cacheTtl;
            cacheControl = cacheControl == null ? Boolean.FALSE : cacheControl;
            varyQueryParams = varyQueryParams == null ? List.of() : List.copyOf(varyQueryParams);
            varyHeaders = varyHeaders == null ? List.of() : List.copyOf(varyHeaders);
            ignoreUriCase = ignoreUriCase == null ? Boolean.FALSE : ignoreUriCase;
            sharePrivate = sharePrivate == null ? Boolean.FALSE : sharePrivate;
            responseHeaders = responseHeaders == null ? new ResponseHeaders(null, null, null) : responseHeaders;
            memory = memory == null ? new Memory(null) : memory;
        }
    }

    /** Headers of an answer that the cache had to do with. */
    public record ResponseHeaders(
            @Doc("For how many seconds a kept answer has been kept.")
            Boolean age,

            @JsonProperty("X-Cache-Status") @Doc("What happened.")
            Boolean xCacheStatus,

            @JsonProperty("X-Cache-Key") @Doc("Under what the answer is kept.")
            Boolean xCacheKey) {

        public ResponseHeaders {
            age = age == null ? Boolean.TRUE : age;
            xCacheStatus = xCacheStatus == null ? Boolean.TRUE : xCacheStatus;
            xCacheKey = xCacheKey == null ? Boolean.TRUE : xCacheKey;
        }
    }

    /** What Kong keeps a memory under. */
    public record Memory(@Doc("Changes nothing.") String dictionaryName) {

        public Memory {
            dictionaryName = dictionaryName == null ? "kong_db_cache" : dictionaryName;
        }
    }

    public ProxyCache() {
        super("proxy-cache", PRIORITY, Config.class);
    }

    /** What is kept, whichever configuration had it kept. */
    public AnswerCache answers() {
        return cache;
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new CacheFilter(config, cache, scope.clock());
    }
}
