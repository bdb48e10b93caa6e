//! First.
use crate::support::discord::BotTest;
use snapbox::str;

#[tokio::test]
async fn first() {
    BotTest::shipped().run(async |t| {
        t.user("ann").says("#help", "<@bot> is massage safe for sciatica?").await;
        t.expect_reply("#help", str![[""]]).await;
        t.user("ann").runs("/ask question:how often should i go").await;
        t.expect_private("ann", str![[""]]).await;
    }).await;
}
