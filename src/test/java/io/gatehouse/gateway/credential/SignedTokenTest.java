package io.gatehouse.gateway.credential;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;

/** A token has one spelling: what is altered in any way is another one, and no token. */
class SignedTokenTest {
    private static final TokenKey KEY = new TokenKey("HS256", "a-secret-of-more-than-32-characters!", null);

    private static String token(String claims) throws Exception {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue("HS256");
        signature.setPayload(claims);
        signature.setKey(new HmacKey(KEY.secret().getBytes(StandardCharsets.UTF_8)));
        return signature.getCompactSerialization();
    }

    @Test
    void letters_that_decoders_pass_over_make_it_none() throws Exception {
        String good = token("{\"iss\":\"ann\"}");
        assertTrue(SignedToken.read(good).isSignedWith(KEY, false));
        for (String altered : List.of(good + "=", good + "!!", good.replaceFirst("\\.", "\n."), good + " "))
            assertThrows(IllegalArgumentException.class, () -> SignedToken.read(altered), altered);
    }

    @Test
    void claims_are_one_object_and_nothing_behind_it() throws Exception {
        String twice = token("{\"iss\":\"ann\"}{\"iss\":\"ben\"}");
        assertThrows(IllegalArgumentException.class, () -> SignedToken.read(twice));
        String header = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"HS256\"} x".getBytes());
        assertThrows(IllegalArgumentException.class, () -> SignedToken.read(header + ".e30.c2ln"));
    }
}
