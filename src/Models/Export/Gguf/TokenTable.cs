using System.Text.Json.Nodes;

namespace Tapir.Models.Export.Gguf;

/// <summary>All tokens of a tokenizer.json in the order of their ids, and what each is.</summary>
internal sealed record TokenTable(string[] Tokens, int[] Kinds)
{
    /// <exception cref="FormatException">A token has an id that the embedding has no row for.</exception>
    public static TokenTable Of(JsonNode tokenizer, Dictionary<string, int> vocabulary, int size)
    {
        TokenTable table = new([.. Enumerable.Range(0, size).Select(id => $"[PAD{id}]")], [.. Enumerable.Repeat((int)TokenKind.Unused, size)]);
        bool fallsBack = (bool?)tokenizer["model"]!["byte_fallback"] == true;
        string unknown = (string?)tokenizer["model"]!["unk_token"] ?? "";
        foreach ((string token, int id) in vocabulary)
        {
            bool isByte = fallsBack && token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal);
            table.Set(id, token, isByte ? TokenKind.Byte : token == unknown && fallsBack ? TokenKind.Unknown : TokenKind.Normal);
        }

        foreach (JsonNode? added in tokenizer["added_tokens"]?.AsArray() ?? [])
        {
            string token = (string)added!["content"]!;
            TokenKind kind = token == unknown && fallsBack ? TokenKind.Unknown : (bool?)added["special"] == true ? TokenKind.Control : TokenKind.UserDefined;
            table.Set((int)added["id"]!, token, kind);
        }

        return table;
    }

    /// <summary>The id of a token, or -1.</summary>
    public int IdOf(string token) => token.Length == 0 ? -1 : Array.IndexOf(Tokens, token);

    private void Set(int id, string token, TokenKind kind)
    {
        if (id < 0 || id >= Tokens.Length)
        {
            throw new FormatException($"token {token} has the id {id}, the model has {Tokens.Length} rows of embeddings");
        }

        Tokens[id] = token;
        Kinds[id] = (int)kind;
    }
}
