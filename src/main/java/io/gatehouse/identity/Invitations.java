package io.gatehouse.identity;

import io.gatehouse.audit.Audit;
import io.gatehouse.rights.Rights;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Operators invite each other: a link makes one account, for the address that it was made for. */
@ApplicationScoped
@Transactional
public class Invitations {
    private static final OneTimeToken.Purpose PURPOSE = OneTimeToken.Purpose.INVITE_OPERATOR;

    private final OneTimeTokens tokens;
    private final Operators operators;
    private final AccountMails mails;
    private final Audit audit;

    Invitations(OneTimeTokens tokens, Operators operators, AccountMails mails, Audit audit) {
        this.tokens = tokens;
        this.operators = operators;
        this.mails = mails;
        this.audit = audit;
    }

    /** Those that can still be used, the newest first. */
    public List<OneTimeToken> open() {
        return OneTimeToken.list(
                "purpose = ?1 and usedAt is null and expiresAt > ?2 order by createdAt desc", PURPOSE, Instant.now());
    }

    /** An earlier invitation of the same address ends. */
    public OneTimeLink invite(String typed, Rights rights, String inviter) {
        String email = EmailAddress.checked(typed);
        if (Operator.count("email", email) > 0)
            throw new Refused("email", "There is an operator with this address already.");
        // Stands for the account that there will be, so that of one address only the newest link works.
        UUID invited = UUID.nameUUIDFromBytes(email.getBytes(StandardCharsets.UTF_8));
        String token = tokens.invite(PURPOSE, invited, email, rights);
        String path = "/console/invitation/" + token;
        if (mails.areDelivered()) mails.invited(email, inviter, path);
        audit.record("operator.invited", "operator", null, email, Map.of("rights", rights.text()));
        return new OneTimeLink(
                "Invitation for " + email,
                mails.address(path),
                email,
                "7 days",
                mails.areDelivered(),
                "/console/operators",
                "operators");
    }

    public void withdraw(UUID id) {
        OneTimeToken token = OneTimeToken.<OneTimeToken>find("id = ?1 and purpose = ?2 and usedAt is null", id, PURPOSE)
                .firstResultOptional()
                .orElseThrow(NotFound::new);
        token.usedAt = Instant.now();
        audit.record("operator.invitation-withdrawn", "operator", null, token.email, Map.of());
    }

    /** Whom the link is for. */
    String recipient(String token) {
        return invitation(token).email;
    }

    private OneTimeToken invitation(String token) {
        return tokens.find(PURPOSE, token).orElseThrow(SpentToken::new);
    }

    void accept(String token, String name, String password) {
        OneTimeToken invitation = invitation(token);
        tokens.use(PURPOSE, token);
        operators.create(invitation.email, name, password, invitation.rights);
    }
}
