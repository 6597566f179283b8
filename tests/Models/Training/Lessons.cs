using Tapir.Models.Network;
using Tapir.Models.Tokenization;
using Tapir.Models.Training;

namespace Tapir.Models.Tests.Training;

/// <summary>A small thing to learn: repeat a word.</summary>
internal sealed record Lessons(StudentTokenizer Tokenizer, StudentConfig Config, IReadOnlyList<EncodedExample> Examples)
{
    public static Lessons Create(int count = 60)
    {
        string[] words = ["ant", "bee", "cat", "dog", "eel", "fox", "gnu", "hen"];
        (string Ask, string Answer)[] texts = [.. Enumerable.Range(0, count).Select(i => (
            $"Say {words[i % 8]}, then {words[i * 5 % 8]}{(i % 3 == 0 ? " please" : "")}.", $"{words[i % 8]} {words[i * 5 % 8]}"))];
        StudentTokenizer tokenizer = StudentTokenizer.Train(texts.SelectMany(text => (string[])[text.Ask, text.Answer]), 300);
        StudentConfig config = new() { VocabularySize = tokenizer.VocabularySize, Width = 32, MlpWidth = 64, Layers = 2, Heads = 2, KeyValueHeads = 1, ContextLength = 48 };
        return new Lessons(tokenizer, config, [.. texts.Select((text, i) => EncodedExample.Encode(tokenizer, $"lesson-{i}", text.Ask, text.Answer, 1 + (i % 2)))]);
    }
}
