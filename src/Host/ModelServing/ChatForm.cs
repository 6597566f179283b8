using Tapir.Models.Generation.Answers;

namespace Tapir.Host.ModelServing;

/// <summary>Answers as <c>/v1/chat/completions</c> writes them.</summary>
internal sealed class ChatForm(CompletionCall call, ServedModel model) : IAnswerForm
{
    private readonly TokenTexts tokens = new(model.Runner.Language.Tokenizer);
    private readonly string id = $"chatcmpl-{Guid.CreateVersion7():N}";
    private readonly long created = model.Clock.GetUtcNow().ToUnixTimeSeconds();

    public object Opening(int index) => Chunk([new ChatChoice(index, null, new ChatMessageDocument("assistant", ""), null, null)]);

    public object Piece(int index, AnswerPiece piece) => Chunk([new ChatChoice(index, null, new ChatMessageDocument(null, piece.Text), tokens.Chat(call, piece.Tokens), null)]);

    public object Closing(int index, string finish) => Chunk([new ChatChoice(index, null, new ChatMessageDocument(null, null), null, finish)]);

    public object Total(UsageDocument usage) => Document("chat.completion.chunk", [], usage);

    public object Whole(IReadOnlyList<(AnswerPiece Answer, string Finish)> answers, UsageDocument usage) => Document(
        "chat.completion",
        [.. answers.Select((answer, index) => new ChatChoice(index, new ChatMessageDocument("assistant", answer.Answer.Text), null, tokens.Chat(call, answer.Answer.Tokens), answer.Finish))],
        usage);

    private ChatDocument Chunk(IReadOnlyList<ChatChoice> choices) => Document("chat.completion.chunk", choices, null);

    private ChatDocument Document(string kind, IReadOnlyList<ChatChoice> choices, UsageDocument? usage) => new(id, kind, created, model.Name, model.Fingerprint, choices, usage);
}
