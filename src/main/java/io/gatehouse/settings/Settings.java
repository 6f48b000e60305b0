package io.gatehouse.settings;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * All of Gatehouse's start-up configuration. Each entry can be given as an environment variable:
 * {@code gatehouse.proxy.port} is {@code GATEHOUSE_PROXY_PORT}. The defaults stand in {@code application.properties}, since
 * other settings there are built from them before this interface exists.
 */
@ConfigMapping(prefix = "gatehouse")
public interface Settings {

    /**
     * {@code all}: portal, console, control plane and gateway in one process. {@code node}: a gateway alone, without a database, that
     * is told what to serve by a control plane, by a file, or through {@code POST /config} of its Admin API.
     */
    Role role();

    /** Folder that holds the embedded database, generated secrets and the demo's {@code demo.json}. */
    Path data();

    /** Loads the demo on the first start: a demo upstream, three APIs, an application with a key, a day of traffic. */
    boolean demo();

    /** Shows all pages in the default theme, whatever is published: the way out when a theme made them unreadable. */
    boolean safeTheme();

    /**
     * Prints a one-time link at the start with which one more operator is made: the way back in when nobody knows a password. Without
     * any operator such a link is printed anyway.
     */
    boolean operatorLink();

    /** Name of the runtime group that the gateway in this process serves. It must exist; {@code default} always does. */
    String runtimeGroup();

    /**
     * Declarative configuration (YAML or JSON, as Kong's) that a {@code node} serves: read at the start, and again when it changes. A file
     * with anything wrong in it is refused with every problem in the log, and the old configuration stays. Left out, the node serves what it last served.
     */
    Optional<Path> config();

    /**
     * Addresses of the installation's control planes, such as {@code https://gatehouse.example:8005}, divided by commas: a {@code node} gets what it serves
     * from them, and reports to them. {@code docs/hybrid.md} says how. Several are several ways to the same configuration.
     */
    Optional<List<URI>> controlPlane();

    /** Token of the console with which a {@code node} joins at its first start. Afterwards it knows itself, and the token is worth nothing. */
    Optional<String> joinToken();

    Database database();

    Portal portal();

    Gateway gateway();

    Proxy proxy();

    Admin admin();

    Nodes nodes();

    Signup signup();

    Mail mail();

    Secrets secrets();

    Plugins plugins();

    Limits limits();

    /** What a process does. */
    enum Role {
        ALL,
        NODE
    }

    /** Plugins that do not come with Gatehouse. */
    interface Plugins {
        /**
         * Folder of JARs with plugins of others; each is loaded at the start. Whoever may write here decides what the gateway
         * does. {@code docs/writing-a-plugin.md} shows how to make one.
         */
        Path dir();
    }

    /** Rate limits of several nodes. */
    interface Limits {
        /**
         * Redis in which all nodes of an installation count together what plans and other limits with {@code policy: shared} allow:
         * {@code redis://host:6379/0}, with {@code :password@} or {@code name:password@} in front of the host, {@code rediss} for TLS. Left
         * out, each node counts by itself, which is right for a single one.
         */
        Optional<URI> redis();
    }

    /** Where people and documents are kept. */
    interface Database {
        /** JDBC URL; {@code jdbc:h2:file:...} or {@code jdbc:postgresql://host/database}. The URL alone picks the database. */
        String url();

        /** User name for the database. */
        String username();

        /** Password for the database. */
        Optional<String> password();
    }

    /** The portal and the console. */
    interface Portal {
        /** Port of the portal and the console. */
        int port();

        /** Address that the portal and the console listen on. */
        String address();

        /** Address under which people reach the portal; links in mails are built from it. Cookies are marked secure when it is https. */
        URI url();

        /** Addresses and CIDR blocks of the load balancers in front, such as {@code 10.0.0.0/8}; only they are believed when {@code X-Forwarded-For} names the client. */
        Optional<List<String>> trustedProxies();
    }

    /** The way that the gateway speaks. */
    interface Gateway {
        /**
         * {@code none}: Gatehouse's own header names, and strict. {@code kong}: header names, defaults and leniency of Kong 3.10, for those
         * who move over from there; {@code docs/compat-kong.md} has every difference.
         */
        Compat compat();

        /**
         * Headers in which the gateway speaks of itself to clients, in Kong's words: names of them such as {@code X-Gatehouse-Request-Id},
         * {@code server_tokens} ({@code Server}, {@code Via}), {@code latency_tokens}, or {@code off} for none. Left out, it is
         * {@code server_tokens,latency_tokens,X-Gatehouse-Request-Id}; {@code X-Gatehouse-Upstream-Status} is there besides. Upstreams are
         * told all the same.
         */
        Optional<List<String>> headers();

        /** Whether answers name their route and service to whoever asks with {@code Kong-Debug: 1}; as Kong's {@code allow_debug_header}. */
        boolean debugHeader();

        /** A line for each call: {@code off}, {@code text} as nginx writes it, or {@code json}. Never holds a credential, unless a path does. */
        AccessLog accessLog();

        /** File that the access log is appended to; standard output if left out. */
        Optional<Path> accessLogFile();

        /** IP addresses of the DNS servers that the names of upstreams are looked up at, each with or without a port; those of the system if left out. */
        Optional<List<String>> dnsServers();

        /**
         * Names that are asked for SRV records before they are asked for addresses, besides those of targets whose upstream has
         * {@code use_srv_name}: {@code marked}, those that begin with {@code _}; {@code all}, every name of a service or target. Left out, it is
         * {@code marked}, and {@code all} in {@code kong} compatibility, as in Kong.
         */
        Optional<SrvNames> srvNames();
    }

    /** How calls are written down. */
    enum AccessLog {
        OFF,
        TEXT,
        JSON
    }

    /** Which names stand for services. */
    enum SrvNames {
        MARKED,
        ALL
    }

    /** Whom the gateway behaves like. */
    enum Compat {
        NONE,
        KONG
    }

    /** The gateway. */
    interface Proxy {
        /** Port of the gateway; 0 takes a free one. */
        int port();

        /**
         * Port of the gateway for https, with the certificates of the configuration and one of its own making where none fits; 0 takes a
         * free one. Left out, there is no https.
         */
        OptionalInt tlsPort();

        /** Address that the gateway listens on. */
        String address();

        /** Address under which developers reach the gateway; shown in samples. */
        URI url();

        /** Addresses and CIDR blocks of the load balancers in front, such as {@code 10.0.0.0/8}; only their {@code X-Forwarded-*} headers are believed. */
        Optional<List<String>> trustedProxies();

        /** Bytes that a request's body may have, then 413; 0 for no limit. Left out, they are 10485760, and without limit in {@code kong} compatibility. */
        OptionalLong bodyBytes();

        /** Connections that clients may have open together; never more than half of the files that the process may open. */
        int connections();

        /** Connections that one address may have open; 0 for no limit. There is none for trusted proxies and this machine itself. */
        int connectionsPerAddress();

        /**
         * Calls without a valid key that one address may make in a minute, then 429 instead of 401; 0 for no limit. Valid keys pass all
         * the same. Calls from this machine itself are not counted: behind a proxy on it, trust the proxy, and its clients are.
         * Left out, there are 50, and no limit in {@code kong} compatibility.
         */
        OptionalInt unauthorizedPerMinute();

        /**
         * Bytes of answers that all clients together may leave unread. Beyond them each connection has an equal share, and streams that are
         * over it end. Left out, a quarter of the memory that Java may take ({@code -Xmx}).
         */
        OptionalLong unreadBytes();
    }

    /** The Admin API. */
    interface Admin {
        /** Port of the Admin API; 0 takes a free one. */
        int port();

        /** Address that the Admin API listens on. Keep it on loopback unless a firewall guards it. */
        String address();

        /** Token for the Admin API. One is generated into the data folder when none is given. */
        Optional<String> token();
    }

    /** Where the control plane listens for nodes. */
    interface Nodes {
        /** Port that nodes reach the control plane at; 0 takes a free one. */
        int port();

        /** Address that the control plane listens on for nodes. Who comes there needs a join token or a node's certificate. */
        String address();

        /**
         * Address under which nodes reach the control plane, as the console shows it to whoever adds one. Several are divided by
         * commas.
         */
        String url();
    }

    /** Who may become a developer. */
    interface Signup {
        /** {@code auto}: a verified mail address is enough. {@code operator}: an operator approves each developer. */
        Approval approval();

        /** Mail domains that need no operator, such as {@code example.com}. */
        Optional<List<String>> trustedDomains();
    }

    /** How a request of a developer is decided. */
    enum Approval {
        AUTO,
        OPERATOR
    }

    /** Outgoing mail. The server itself is given by the {@code quarkus.mailer.*} settings. */
    interface Mail {
        /** Sends mails by SMTP. When off, mails wait in the outbox, where the demo's mailbox page shows them. */
        boolean enabled();

        /** Sender address of all mails. */
        String from();
    }

    /** What must not be in the database. Left out, they are made at the first start and kept in the data folder. */
    interface Secrets {
        /** Keys are kept as HMACs under this; 64 hex digits. With another pepper no key works any more. */
        Optional<String> pepper();

        /** Signs form tokens and preview links; 64 hex digits, the same for all control planes of an installation. */
        Optional<String> signingKey();

        /**
         * Seals the secrets of plugins and credentials in the database, and the configuration that a node keeps; 64 hex digits, the same
         * for all control planes of an installation. With another key what is sealed cannot be opened.
         */
        Optional<String> sealingKey();
    }
}
