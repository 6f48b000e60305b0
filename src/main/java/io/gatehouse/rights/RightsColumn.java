package io.gatehouse.rights;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Rights are one column: they are read and written whole, at each request. */
@Converter(autoApply = true)
public class RightsColumn implements AttributeConverter<Rights, String> {
    @Override
    public String convertToDatabaseColumn(Rights rights) {
        return rights == null ? null : rights.text();
    }

    @Override
    public Rights convertToEntityAttribute(String text) {
        return text == null ? null : Rights.of(text);
    }
}
