using System.Text;
using Tapir.Models.Tokenization;
using Tapir.Models.Tokenization.Readers;

namespace Tapir.Models.Benchmarks;

/// <summary>How fast a checkpoint's tokenizer encodes and decodes, on one thread.</summary>
internal static class TokenizerBenchmark
{
    private const int Rounds = 3;
    private const int LongWord = 1 << 20;

    /// <param name="tokenizerPath">A tokenizer.json.</param>
    /// <param name="textPath">A text, a megabyte or more.</param>
    public static void Run(string tokenizerPath, string textPath)
    {
        ITextTokenizer tokenizer = CheckpointLanguage.Read(File.ReadAllText(tokenizerPath), "", tokenizerPath).Tokenizer;
        string text = File.ReadAllText(textPath);
        double megabytes = Encoding.UTF8.GetByteCount(text) / 1e6;
        for (int round = 0; round < Rounds; round++)
        {
            // The first round learns the words.
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            SpeedClock clock = SpeedClock.Start();
            int[] ids = tokenizer.Encode(text);
            Speed encoding = clock.Stop(megabytes);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            clock = SpeedClock.Start();
            string decoded = tokenizer.Decode(ids);
            Speed decoding = clock.Stop(megabytes);
            Console.WriteLine(
                $"  {megabytes:F1} MB, {ids.Length:N0} tokens: encoding {encoding.PerSecond:F0} MB/s ({encoding.PerCoreSecond:F0} per core second, {allocated / (double)ids.Length:F1} bytes allocated a token), decoding {decoding.PerSecond:F0} MB/s, {(decoded == text ? "the same text" : "ANOTHER TEXT")}");
        }

        SpeedClock one = SpeedClock.Start();
        int[] word = tokenizer.Encode(new string('a', LongWord));
        Console.WriteLine($"  one word of {LongWord:N0} letters, {word.Length:N0} tokens: {one.Stop(LongWord / 1e6).PerSecond:F1} MB/s");
    }
}
