using Tapir.Models.Generation.Answers;

namespace Tapir.Host.ModelServing;

/// <summary>Answers as <c>/v1/completions</c> writes them.</summary>
internal sealed class TextForm(CompletionCall call, ServedModel model) : IAnswerForm
{
    private readonly TokenTexts tokens = new(model.Runner.Language.Tokenizer);
    private readonly string id = $"cmpl-{Guid.CreateVersion7():N}";
    private readonly long created = model.Clock.GetUtcNow().ToUnixTimeSeconds();
    private readonly Dictionary<int, int> lengths = [];

    public object? Opening(int index) => null;

    public object Piece(int index, AnswerPiece piece)
    {
        int offset = lengths.GetValueOrDefault(index);
        lengths[index] = offset + piece.Text.Length;
        return Document([new TextChoice(index, piece.Text, tokens.Text(call, piece.Tokens, offset), null)], null);
    }

    public object Closing(int index, string finish) => Document([new TextChoice(index, "", null, finish)], null);

    public object Total(UsageDocument usage) => Document([], usage);

    public object Whole(IReadOnlyList<(AnswerPiece Answer, string Finish)> answers, UsageDocument usage) =>
        Document([.. answers.Select((answer, index) => new TextChoice(index, answer.Answer.Text, tokens.Text(call, answer.Answer.Tokens, 0), answer.Finish))], usage);

    private TextDocument Document(IReadOnlyList<TextChoice> choices, UsageDocument? usage) => new(id, "text_completion", created, model.Name, model.Fingerprint, choices, usage);
}
