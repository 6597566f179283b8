namespace Tapir.Models.Export.Gguf;

/// <summary>What a token is to llama.cpp, with the numbers of <c>tokenizer.ggml.token_type</c>.</summary>
internal enum TokenKind
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}
