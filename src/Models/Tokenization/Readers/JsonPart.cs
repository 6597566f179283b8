using System.Text.Json;

namespace Tapir.Models.Tokenization.Readers;

/// <summary>A value in a JSON file and where it stands, for errors.</summary>
/// <param name="Path">Dotted, from the root: <c>pre_tokenizer.pretokenizers[1]</c>.</param>
internal readonly record struct JsonPart(JsonElement Element, string Path)
{
    public bool IsNothing => Element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>A member; nothing where it is missing.</summary>
    public JsonPart this[string name] => new(
        Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out JsonElement member) ? member : default,
        Path.Length == 0 ? name : $"{Path}.{name}");

    /// <value>The member <c>type</c>; empty where there is none.</value>
    public string Type => this["type"].TextOr("");

    /// <summary>The elements of an array; none where it is missing.</summary>
    public IEnumerable<JsonPart> Items()
    {
        if (IsNothing)
        {
            return [];
        }

        Demand(Element.ValueKind == JsonValueKind.Array, "an array");
        string path = Path;
        return Element.EnumerateArray().Select((item, index) => new JsonPart(item, $"{path}[{index}]"));
    }

    public string Text()
    {
        Demand(Element.ValueKind == JsonValueKind.String, "a text");
        return Element.GetString()!;
    }

    public string TextOr(string otherwise) => IsNothing ? otherwise : Text();

    public bool FlagOr(bool otherwise)
    {
        if (IsNothing)
        {
            return otherwise;
        }

        Demand(Element.ValueKind is JsonValueKind.True or JsonValueKind.False, "true or false");
        return Element.GetBoolean();
    }

    /// <summary>A whole number from 0 to <paramref name="most"/>.</summary>
    public int Number(int most)
    {
        Demand(Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out int value) && value >= 0 && value <= most, $"a whole number from 0 to {most}");
        return Element.GetInt32();
    }

    public char Character()
    {
        string text = Text();
        return text.Length == 1 ? text[0] : throw Fault($"\"{text}\" is not one character");
    }

    public T Choice<T>(T otherwise)
        where T : struct, Enum =>
        IsNothing ? otherwise : Enum.TryParse(Text(), ignoreCase: true, out T choice) ? choice : throw Fault($"{Text()} is none of {string.Join(", ", Enum.GetNames<T>())}");

    /// <summary>An error that names the construct and where it stands.</summary>
    public InvalidDataException Unknown(string kind) => new($"{Path}: {kind} {(Type.Length == 0 ? Element.ValueKind.ToString() : Type)} is not one that Tapir knows.");

    public InvalidDataException Fault(string what) => new($"{(Path.Length == 0 ? "the file" : Path)}: {what}.");

    private void Demand(bool holds, string wanted)
    {
        if (!holds)
        {
            throw Fault($"{wanted} is wanted here, not {(Element.ValueKind == JsonValueKind.Undefined ? "nothing" : Element.GetRawText()[..Math.Min(40, Element.GetRawText().Length)])}");
        }
    }
}
