using Tapir.Models.ChatTemplates;
using Tapir.Models.Tokenization;
using Tapir.Models.Tokenization.Readers;

namespace Tapir.Models.Tests.ChatTemplates;

[TestClass]
public sealed class StudentChatFormatTests
{
    [TestMethod]
    public void Prompt_Conversation_IsWhatItsTemplateRenders()
    {
        StudentTokenizer tokenizer = StudentTokenizer.Train(["hello there, how are you", "hello you"], 280);
        string json = TokenizerJson.Write(tokenizer);
        ChatTurn[] turns = [ChatTurn.User("hello <|user|>"), ChatTurn.Assistant("there"), ChatTurn.User("how?")];
        TemplateChatFormat template = new(tokenizer, StudentChatFormat.Template, new TemplateTokens(), ChatTemplateOptions.Default);
        StudentChatFormat format = new(tokenizer);

        CollectionAssert.AreEqual(template.Prompt(turns), format.Prompt(turns));
        CollectionAssert.AreEqual(template.Response("there"), format.Response("there"));
        // The reader of other people's tokenizers reads the student's as well.
        ITextTokenizer read = CheckpointLanguage.Read(json, "", "tokenizer.json").Tokenizer;
        CollectionAssert.AreEqual(tokenizer.Encode("hello <|user|> 12"), read.Encode("hello <|user|> 12"));
        Assert.AreEqual("hello you", read.Decode(read.Encode("hello you")));
    }
}
