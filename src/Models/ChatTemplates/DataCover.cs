using System.Buffers;
using Tapir.Models.Tokenization;

namespace Tapir.Models.ChatTemplates;

/// <summary>Keeps the data of a conversation from spelling special tokens, while a template works on it.</summary>
/// <remarks>Where data spells a special token, its first character is replaced by one that occurs nowhere; <see cref="RenderedText"/> puts it back once the
/// special tokens have been found. Everything else a template sees as it is, so that it can look for <c>&lt;/think&gt;</c> in an answer.</remarks>
internal sealed class DataCover
{
    // Characters that are none, by definition of Unicode, then private ones.
    private static readonly IReadOnlyList<char> Candidates = [.. Enumerable.Range(0xFDD0, 0x20).Concat(Enumerable.Range(0xE000, 0x1900)).Select(unit => (char)unit)];
    private readonly SearchValues<string> specials;
    private readonly HashSet<char> taken;
    private readonly Dictionary<char, char> standOf = [];

    /// <param name="specials">What spells special tokens.</param>
    /// <param name="turns">The conversation.</param>
    /// <param name="template">Its characters are not used as stand-ins either.</param>
    public DataCover(SearchValues<string> specials, IReadOnlyList<ChatTurn> turns, string template)
    {
        this.specials = specials;
        taken = [.. template];
        foreach (ChatTurn turn in turns)
        {
            taken.UnionWith(turn.Role);
            taken.UnionWith(turn.Content);
        }
    }

    /// <summary>What stands for what.</summary>
    public IReadOnlyDictionary<char, char> Stands => standOf.ToDictionary(pair => pair.Value, pair => pair.Key);

    public string Cover(string data)
    {
        char[]? covered = null;
        for (int from = 0; from < data.Length;)
        {
            int offset = data.AsSpan(from).IndexOfAny(specials);
            if (offset < 0)
            {
                break;
            }

            covered ??= data.ToCharArray();
            covered[from + offset] = StandFor(data[from + offset]);
            from += offset + 1;
        }

        return covered is null ? data : new string(covered);
    }

    private char StandFor(char meant)
    {
        if (!standOf.TryGetValue(meant, out char stand))
        {
            stand = Candidates.FirstOrDefault(candidate => !taken.Contains(candidate));
            standOf[meant] = stand != default
                ? stand
                : throw new ChatTemplateException("The conversation spells a special token, and uses all the characters that could stand for it; remove some that are in no script.");
            taken.Add(stand);
        }

        return stand;
    }
}
