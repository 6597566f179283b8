namespace Tapir.Host.Rating;

/// <summary>A person at a terminal.</summary>
/// <param name="output">Where they are told of keys that are none.</param>
internal sealed class TerminalAnswers(TextWriter output) : IRatingAnswers
{
    public async Task<RatingAnswer> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            // Ctrl-C ends the program while it waits for a key; the read that nobody waits for any more ends with the process.
            ConsoleKeyInfo pressed = await Task.Run(() => Console.ReadKey(intercept: true), CancellationToken.None).WaitAsync(cancellation);
            if (RatingKeys.Find(pressed.KeyChar) is { } answer)
            {
                return answer;
            }

            await output.WriteLineAsync($"{RatingKeys.Known}.");
        }
    }
}
