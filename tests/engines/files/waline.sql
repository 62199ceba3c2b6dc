-- Waline ships no tables; these have the columns its models name.
CREATE DATABASE waline CHARACTER SET utf8mb4;
USE waline;
CREATE TABLE wl_Comment (
  id INT AUTO_INCREMENT PRIMARY KEY,
  user_id INT, comment TEXT, insertedAt TIMESTAMP DEFAULT CURRENT_TIMESTAMP, ip VARCHAR(100),
  link VARCHAR(255), mail VARCHAR(255), nick VARCHAR(255), pid INT, rid INT, sticky BOOLEAN,
  status VARCHAR(50) NOT NULL DEFAULT '', `like` INT, ua TEXT, url VARCHAR(255),
  createdAt TIMESTAMP DEFAULT CURRENT_TIMESTAMP, updatedAt TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE wl_Counter (
  id INT AUTO_INCREMENT PRIMARY KEY,
  time INT, reaction0 INT, reaction1 INT, reaction2 INT, reaction3 INT, reaction4 INT,
  reaction5 INT, reaction6 INT, reaction7 INT, reaction8 INT, url VARCHAR(255) NOT NULL DEFAULT '',
  createdAt TIMESTAMP DEFAULT CURRENT_TIMESTAMP, updatedAt TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE wl_Users (
  id INT AUTO_INCREMENT PRIMARY KEY,
  display_name VARCHAR(255), email VARCHAR(255), password VARCHAR(255), type VARCHAR(50),
  label VARCHAR(255), url VARCHAR(255), avatar VARCHAR(255), github VARCHAR(255),
  twitter VARCHAR(255), facebook VARCHAR(255), google VARCHAR(255), weibo VARCHAR(255),
  qq VARCHAR(255), oidc VARCHAR(255), `2fa` VARCHAR(32),
  createdAt TIMESTAMP DEFAULT CURRENT_TIMESTAMP, updatedAt TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);
